"""What does an operator learn here, and how is it practised? The curriculum and its coverage.

The unit is one row of the curriculum, named by its id (``DA-11``). Importing the room costs
nothing: its modules are imported by name where they are needed.
"""
