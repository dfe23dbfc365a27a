"""Counts what holds and keeps what does not."""

import contextlib
import math
import traceback


class Checks:
    """The findings about one client."""

    def __init__(self, client):
        self.client = client
        self.passed = 0
        self.failures = []
        self.part = ""

    @contextlib.contextmanager
    def section(self, part):
        """A part of a program: whatever goes wrong in it is a failure, and the next part goes on."""
        self.part = part
        try:
            yield
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[1 if len(error.__traceback__.tb_frame.f_code.co_name) else 0:]
            where = ", ".join(f"{frame.name}:{frame.lineno}" for frame in place[-3:])
            self.failed(f"{type(error).__name__}: {error} ({where})")

    def failed(self, why):
        self.failures.append(f"{self.part}: {why}")

    def true(self, what, holds, why=""):
        if holds:
            self.passed += 1
        else:
            self.failed(f"{what}: {why}" if why else what)
        return holds

    def equal(self, what, got, want):
        return self.true(what, got == want, f"got {got!r}, want {want!r}")

    def near(self, what, got, want, tolerance=1e-6):
        close = isinstance(got, (int, float)) and math.isclose(got, want, rel_tol=tolerance, abs_tol=tolerance)
        return self.true(what, close, f"got {got!r}, want {want!r}")

    def has(self, what, got, *parts):
        return self.true(what, all(part in got for part in parts), f"{got!r} lacks one of {parts!r}")

    def report(self):
        """Prints the findings; false when there are failures."""
        print(f"{self.client}: {self.passed} passed, {len(self.failures)} failed")
        for why in self.failures:
            print("  FAILED", why[:1500])
        return not self.failures
