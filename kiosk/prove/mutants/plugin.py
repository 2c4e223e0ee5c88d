"""A pytest plugin: the mutant that ``JARI_MUTANT`` names is in force before any test is imported.

Only for the runs that the mutants campaign starts itself.
"""

import os

from kiosk.prove.mutants.judged import changes_of
from kiosk.prove.mutants.mutant import change_imports

change_imports(changes_of(os.environ["JARI_MUTANT"], double=bool(os.environ["JARI_MUTANT_DOUBLE"])))
