"""Lists into the file, step by step: nothing is written before the last button.

* `wizard`   the page: steps at the left, one of them shown, the buttons below
* `steps`    what every step is to the wizard
* `file_step`, `columns_step`, `where_step`, `trial_step`, `result_step`   the five steps
* `work`     what runs in the database thread
"""

from app.views.importing.wizard import ImportWizard

__all__ = ["ImportWizard"]
