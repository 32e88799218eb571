"""Linear programs over one polytope: only costs change between solves, so each starts from the basis of the one before."""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Vector = NDArray[np.float64]
INFINITE = float(highspy.kHighsInf)
NEAR = 1e-6


@dataclass(frozen=True)
class Rows:
    """lower ≤ matrix · x ≤ upper, row by row."""

    matrix: csr_matrix
    lower: Vector
    upper: Vector

    def hold(self, point: Vector) -> bool:
        """Tell whether a point keeps every row exactly (whole numbers are exact in floats)."""
        found = self.matrix @ point
        return bool((found >= self.lower).all() and (found <= self.upper).all())


@dataclass(frozen=True)
class Found:
    """The value of the optimum (infinite if unbounded) and a point, None where there is none to give."""

    value: float
    point: Vector | None


class Infeasible(Exception):
    """No point keeps all rows: what the system says contradicts itself."""


class Program:
    """Maximise over rows and columns' bounds; `whole` asks for whole numbers."""

    def __init__(self, rows: Rows, lower: Vector, upper: Vector, whole: bool = False, strategy: int = 4) -> None:
        self.size = len(lower)
        self.whole = whole
        self._every = np.arange(self.size, dtype=np.int32)
        self._model = _model(rows, lower, upper, whole, strategy)

    def bound(self, lower: Vector, upper: Vector) -> None:
        """Set the bounds of every column."""
        self._model.changeColsBounds(self.size, self._every, lower, upper)

    def limit(self, lower: Vector, upper: Vector) -> None:
        """Set the bounds of every row."""
        rows = np.arange(len(lower), dtype=np.int32)
        self._model.changeRowsBounds(len(rows), rows, lower, upper)  # type: ignore[attr-defined]

    def most(self, cost: Vector) -> Found:
        """Return the greatest value of cost · x and where it is reached."""
        self._model.changeColsCost(self.size, self._every, np.ascontiguousarray(cost, dtype=np.float64))
        status = self._run()
        if status == highspy.HighsModelStatus.kOptimal:
            return Found(self._model.getObjectiveValue(), np.array(self._model.getSolution().col_value))
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return Found(INFINITE, None)
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Infeasible
        raise RuntimeError(f"HiGHS: {self._model.modelStatusToString(status)}")

    def _run(self) -> highspy.HighsModelStatus:
        """Solve from the last basis, and again from none if that ends in numbers HiGHS does not trust."""
        self._model.run()
        if self._model.getModelStatus() in (highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kSolveError):
            self._model.clearSolver()
            self._model.run()
        return self._model.getModelStatus()


def whole(point: Vector | None) -> Vector | None:
    """Round a point whose entries are whole but for the solver's tolerance, None for any other."""
    if point is None:
        return None
    rounded = np.round(point) + 0.0
    return rounded if np.abs(point - rounded).max(initial=0.0) < NEAR else None


def _model(rows: Rows, lower: Vector, upper: Vector, whole: bool, strategy: int) -> highspy.Highs:
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
        model.setOptionValue(name, value)
    if not whole:
        model.setOptionValue("presolve", "off")
        model.setOptionValue("solver", "simplex")
        model.setOptionValue("simplex_strategy", strategy)
    else:
        model.setOptionValue("mip_rel_gap", 0.0)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(lower), rows.matrix.shape[0]
    program.col_cost_ = np.zeros(len(lower))
    program.col_lower_, program.col_upper_ = lower, upper
    program.row_lower_, program.row_upper_ = rows.lower, rows.upper
    program.sense_ = highspy.ObjSense.kMaximize
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = rows.matrix.indptr
    program.a_matrix_.index_ = rows.matrix.indices
    program.a_matrix_.value_ = rows.matrix.data.astype(float)
    if whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * len(lower)
    model.passModel(program)
    return model
