"""The one style sheet, written from the table of colours and from the height of a line.

It sets no font size: with one, a change of the font would no longer reach what is already shown.
Widgets are addressed by class and by the properties `deed` (buttons), `area`, `grade`, `box`, never by their own sheet.
"""

from __future__ import annotations

from app.views.theme.tokens import Tokens


def sheet(t: Tokens, line: int, char: int) -> str:
    """The style sheet for the look `t`, with `line` (行) and `char` (字) in pixels."""
    return "".join(
        part(t, line, char)
        for part in (_general, _fields, _buttons, _lists, _areas, _bars)
    )  # fmt: skip


def _general(t: Tokens, line: int, char: int) -> str:
    return f"""
QMainWindow, QDialog, QWidget[area="page"] {{ background: {t.window}; }}
QLabel {{ background: transparent; }}
QLabel[tone="secondary"] {{ color: {t.secondary}; }}
QLabel[tone="error"] {{ color: {t.error}; }}
QLabel[tone="warning"] {{ color: {t.warning}; }}
QLabel[tone="good"] {{ color: {t.good}; }}
QLabel[tone="accent"] {{ color: {t.accent}; }}
QToolTip {{ background: {t.base}; color: {t.text}; border: 1px solid {t.border}; padding: 4px 6px; }}
QMenuBar {{ background: {t.window}; padding: 0 4px; }}
QMenuBar::item {{ background: transparent; padding: 3px 9px; border-radius: 3px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {t.selection}; color: {t.on_selection}; }}
QMenu {{ background: {t.base}; border: 1px solid {t.border}; padding: 4px; }}
QMenu::item {{ padding: {max(3, (line - 13) // 2)}px 28px {max(3, (line - 13) // 2)}px 12px; border-radius: 3px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {t.selection}; color: {t.on_selection}; }}
QMenu::item:disabled {{ color: {t.secondary}; }}
QMenu::separator {{ height: 1px; background: {t.grid}; margin: 4px 8px; }}
QScrollArea, QScrollArea > QWidget > QWidget[area="scrolled"] {{ background: transparent; border: none; }}
QSplitter::handle {{ background: transparent; }}
QTabBar::tab {{ background: transparent; padding: 6px 14px; border: none; border-bottom: 3px solid transparent; }}
QTabBar::tab:selected {{ border-bottom: 3px solid {t.accent}; }}
QTabBar::tab:hover:!selected {{ background: {t.hover}; }}
QTabBar::tab:focus {{ border: 1px solid {t.accent}; border-bottom: 3px solid {t.accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {t.grid}; }}
QCheckBox, QRadioButton {{ min-height: {line + 7}px; spacing: 7px; background: transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {line - 3}px; height: {line - 3}px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.secondary}; }}
QCheckBox:focus, QRadioButton:focus {{ text-decoration: underline; }}
"""


def _fields(t: Tokens, line: int, char: int) -> str:
    high = line + 8
    return f"""
QLineEdit, QPlainTextEdit, QComboBox {{ background: {t.base}; border: 1px solid {t.border}; border-radius: 3px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit {{ min-height: {high}px; padding: 0 7px; placeholder-text-color: {t.secondary}; }}
QPlainTextEdit {{ padding: 2px 3px; placeholder-text-color: {t.secondary}; }}
QComboBox {{ min-height: {high}px; padding: 0 7px; }}
QComboBox[box="choice"]::drop-down {{ border: none; width: {high}px; }}
QComboBox[box="choice"]::down-arrow {{ image: none; }}
QComboBox:focus {{ border: 2px solid {t.accent}; min-height: {high - 2}px; padding: 0 6px; }}
QLineEdit[grade="must"], QPlainTextEdit[grade="must"] {{ border: 2px solid {t.error}; background: {t.error_ground}; }}
QLineEdit[grade="check"], QPlainTextEdit[grade="check"] {{ border: 2px solid {t.warning};
  background: {t.warning_ground}; }}
QLineEdit[grade="must"], QLineEdit[grade="check"] {{ min-height: {high - 2}px; padding: 0 6px; }}
QPlainTextEdit[grade="must"], QPlainTextEdit[grade="check"] {{ padding: 1px 2px; }}
QLineEdit:focus {{ border: 2px solid {t.accent}; padding: 0 6px; min-height: {high - 2}px; }}
QPlainTextEdit:focus {{ border: 2px solid {t.accent}; padding: 1px 2px; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {t.window}; border-color: {t.grid}; }}
QLineEdit:read-only:focus, QPlainTextEdit:read-only:focus {{ border-color: {t.accent}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {t.window}; color: {t.secondary}; }}
QLineEdit > QToolButton {{ background: transparent; border: none; }}
QLineEdit[box="big"] {{ min-height: {line + 18}px; }}
QLineEdit[box="big"]:focus {{ min-height: {line + 16}px; }}
QRadioButton[grade="must"] {{ color: {t.error}; }}
"""


def _buttons(t: Tokens, line: int, char: int) -> str:
    high = line + 10
    return f"""
QPushButton {{ background: {t.base}; border: 1px solid {t.border}; border-radius: 3px; min-height: {high}px;
  padding: 0 12px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {t.selection}; color: {t.on_selection}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 0 11px; min-height: {high - 2}px; }}
QPushButton:disabled {{ background: {t.window}; color: {t.secondary}; border-color: {t.grid}; }}
QPushButton[deed="main"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; padding: 0 15px; }}
QPushButton[deed="main"]:hover, QPushButton[deed="main"]:pressed {{ background: {t.accent_strong};
  border-color: {t.accent_strong}; }}
QPushButton[deed="main"]:focus {{ border: 2px solid {t.text}; padding: 0 14px; min-height: {high - 2}px; }}
QPushButton[deed="main"]:disabled {{ background: {t.window}; color: {t.secondary}; border-color: {t.border}; }}
QPushButton[deed="danger"] {{ color: {t.error}; border-color: {t.error}; }}
QPushButton[deed="danger"]:hover {{ background: {t.error_ground}; }}
QPushButton[deed="danger"]:disabled {{ background: {t.window}; color: {t.secondary}; border-color: {t.border}; }}
QPushButton[deed="flat"] {{ background: transparent; border-color: transparent; padding: 0 8px; }}
QPushButton[deed="flat"]:hover {{ background: {t.hover}; }}
QPushButton[deed="flat"]:focus {{ border: 2px solid {t.accent}; padding: 0 7px; min-height: {high - 2}px; }}
QPushButton[deed="link"] {{ background: transparent; border: none; color: {t.accent}; padding: 0 4px;
  text-align: left; }}
QPushButton[deed="link"]:hover {{ text-decoration: underline; }}
QPushButton[deed="link"]:focus {{ border: 2px solid {t.accent}; padding: 0 2px; }}
QPushButton[deed="tile"] {{ text-align: left; padding: {char}px; border-radius: 5px; }}
QPushButton[deed="tile"]:focus {{ padding: {char - 1}px; }}
QPushButton[deed="small"] {{ min-height: {line + 5}px; padding: 0 8px; }}
QPushButton[deed="small"]:focus {{ min-height: {line + 3}px; padding: 0 7px; }}
QPushButton[deed="chip"] {{ background: transparent; border: none; min-height: {line + 7}px; padding: 0 6px; }}
QPushButton[deed="chip"]:hover {{ background: {t.hover}; }}
QPushButton[deed="chip"]:focus {{ border: 2px solid {t.accent}; min-height: {line + 3}px; padding: 0 4px; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
"""


def _lists(t: Tokens, line: int, char: int) -> str:
    return f"""
QAbstractItemView {{ background: {t.base}; alternate-background-color: {t.alt}; border: 1px solid {t.grid};
  selection-background-color: {t.selection}; selection-color: {t.on_selection}; outline: none; }}
QTableView {{ gridline-color: {t.grid}; border: none; border-top: 1px solid {t.grid}; }}
QTableView[box="child"] {{ border: 1px solid {t.border}; }}
QTableView[box="frozen"] {{ border: none; border-right: 1px solid {t.border}; }}
QAbstractScrollArea::corner {{ background: {t.window}; border: none; }}
QTableView::item {{ padding: 0 8px; }}
QListView::item {{ padding: 0 8px; }}
QListView::item:selected {{ background: {t.selection}; color: {t.on_selection}; }}
QListView::item:hover:!selected {{ background: {t.hover}; }}
QAbstractItemView:focus {{ border-color: {t.accent}; }}
QTableView:focus {{ border-color: {t.grid}; }}
QHeaderView {{ background: {t.window}; border: none; }}
QHeaderView::section {{ background: {t.window}; border: none; border-right: 1px solid {t.grid};
  border-bottom: 1px solid {t.grid}; padding: 0 8px; }}
QTableCornerButton::section {{ background: {t.window}; border: none; border-right: 1px solid {t.grid};
  border-bottom: 1px solid {t.grid}; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QCalendarWidget QToolButton {{ background: transparent; border: none; padding: 4px 8px; min-height: {line}px; }}
QCalendarWidget QToolButton:hover {{ background: {t.hover}; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {t.window}; }}
"""


def _areas(t: Tokens, line: int, char: int) -> str:
    edge = t.border if t.needs_lines else t.grid
    tones = "".join(
        f"""
QWidget[area="banner"][tone="{tone}"] {{ background: {ground}; border: none; border-left: 4px solid {bar};
  border-bottom: 1px solid {edge}; }}
QWidget[area="note"][tone="{tone}"] {{ background: {ground}; border: 1px solid {edge}; border-left: 4px solid {bar};
  border-radius: 3px; }}"""
        for tone, ground, bar in (
            ("information", t.information_ground, t.accent),
            ("good", t.good_ground, t.good),
            ("warning", t.warning_ground, t.warning),
            ("error", t.error_ground, t.error),
        )
    )
    return f"""
QWidget[area="nav"] {{ background: {t.window}; border: none; border-right: 1px solid {edge}; }}
QWidget[area="menu"] {{ background: {t.window}; border-bottom: 1px solid {edge}; }}
QWidget[area="panel"] {{ background: {t.window}; border: none; border-left: 1px solid {edge}; }}
QWidget[area="card"] {{ background: {t.base}; border: 1px solid {edge}; border-radius: 5px; }}
QWidget[area="status"] {{ background: {t.window}; border: none; border-top: 1px solid {edge}; }}
QWidget[area="undo"] {{ background: {t.information_ground}; border: none; border-top: 1px solid {t.accent}; }}
QWidget[area="buttons"] {{ background: {t.window}; border: none; border-top: 1px solid {edge}; }}
QWidget[area="chip"] {{ background: {t.information_ground}; border: 1px solid {edge}; border-radius: 3px; }}
QWidget[area="popup"] {{ background: {t.base}; border: 1px solid {t.border}; border-radius: 3px; }}
QFrame[area="line"] {{ background: {t.grid}; border: none; max-height: 1px; min-height: 1px; }}
{tones}
"""


def _bars(t: Tokens, line: int, char: int) -> str:
    return f"""
QScrollBar {{ background: {t.window}; border: none; }}
QScrollBar:vertical {{ width: 14px; }}
QScrollBar:horizontal {{ height: 14px; }}
QScrollBar::handle {{ background: {t.border}; border: 3px solid {t.window}; border-radius: 6px; }}
QScrollBar::handle:hover {{ background: {t.secondary}; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: {t.window}; }}
QProgressBar {{ background: {t.base}; border: 1px solid {t.border}; border-radius: 3px; min-height: 14px;
  max-height: 14px; }}
QProgressBar::chunk {{ background: {t.accent}; }}
"""
