"""How fast is it, beside a plain tool doing the same on the same machine in the same run?"""
