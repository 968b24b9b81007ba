"""What do the arrays of a world hold? Names for types, nothing that runs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int32]  # into the world's pool of texts
Keys = NDArray[np.uint64]  # of people, visits, orders
Bools = NDArray[np.bool_]
