"""What can be done on a page: one object for menu, key and button, so that they never disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton

from app.i18n import Label
from app.views import theme
from app.views.kit.text import plain


class Deed(QAction):
    """A named deed with its key and its icon. Switched off, it says why."""

    def __init__(
        self,
        label: Label,
        run: Callable[[], object] | None = None,
        *,
        key: str = "",
        icon: str = "",
        kind: str = "",
        hint: str = "",
        parent: QObject | None = None,
    ) -> None:
        """`hint` names a key in the tooltip that somebody else listens to."""
        super().__init__(parent)
        self.icon_name, self.kind, self._hint = icon, kind, hint
        self._reason: Label | None = None
        self.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if key:
            self.setShortcut(QKeySequence(key))
        self.rename(label)
        # Not as a closure inside the signal: the collector could not see that page and deed hold only each other.
        self._run = run
        self.triggered.connect(self._do)

    def _do(self) -> None:
        if self._run is not None:
            self._run()

    def rename(self, label: Label) -> None:
        """Show another name (撤销 carries the name of the deed it takes back)."""
        self.words = label
        self.setText(str(label).replace("&", "&&"))
        self._describe()

    def off(self, reason: Label) -> None:
        """Switch it off; the tooltip says what to do first."""
        self._reason = reason
        self.setEnabled(False)
        self._describe()

    def on(self) -> None:
        """Switch it on."""
        self._reason = None
        self.setEnabled(True)
        self._describe()

    @property
    def keys_written(self) -> str:
        """Its key as people read it, also one that somebody else listens to; "" where it has none."""
        return self.shortcut().toString(QKeySequence.SequenceFormat.NativeText) or self._hint

    def _describe(self) -> None:
        key = self.keys_written
        words = str(self._reason or self.words).rstrip("…")
        self.setToolTip(plain(words) + (f"　{key}" if key and self._reason is None else ""))


class EnterButton(QPushButton):
    """A button that Enter presses where it has the focus, as space does; Qt knows that in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if not event.isAutoRepeat():  # a finger that rests on the key does a deed once
                self._press()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        self.click()


class Button(EnterButton):
    """A button for a deed; `kind` is "" (plain), `main`, `danger`, `flat`, `link`, `small`."""

    def __init__(self, deed: Deed, *, kind: str | None = None, words: bool = True, icon_token: str = "") -> None:
        super().__init__()
        self.deed = deed
        self._words = words
        self._kind = deed.kind if kind is None else kind
        self._token = icon_token or ("on_accent" if self._kind == "main" else "text")
        self.setProperty("deed", self._kind)
        self.setAutoDefault(False)
        self.clicked.connect(deed.trigger)
        deed.changed.connect(self._follow)
        theme.theme().changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        deed, look = self.deed, theme.theme()
        # Qt leaves four pixels between icon and words, which looks glued.
        gap = "\N{FOUR-PER-EM SPACE}" if deed.icon_name else ""
        self.setText(gap + deed.text() if self._words else "")
        self.setAccessibleName(str(deed.words))
        self.setAccessibleDescription("" if deed.isEnabled() else deed.toolTip())
        self.setToolTip(deed.toolTip())
        self.setEnabled(deed.isEnabled())
        if deed.icon_name:
            self.setIcon(look.icon(deed.icon_name, self._token))
            self.setIconSize(QSize(look.icon_size(20), look.icon_size(20)))


class MenuButton(EnterButton):
    """A button that opens a menu; ▾ says so."""

    def __init__(self, label: Label, deeds: list[Deed] | None = None, *, kind: str = "") -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setProperty("deed", kind)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self.rename(label)
        self.offer(deeds or [])

    def _press(self) -> None:
        self.showMenu()

    def rename(self, label: Label | str) -> None:
        """Show another name."""
        self.setText(f"{label} ▾".replace("&", "&&"))
        self.setAccessibleName(str(label))

    def offer(self, *groups: Sequence[Deed]) -> None:
        """Offer these deeds in the menu, with a line between two groups."""
        self._menu.clear()
        for deeds in filter(None, groups):
            self._menu.addSeparator()  # none is drawn above the first
            self._menu.addActions(list(deeds))


def button(label: Label, run: Callable[[], object], *, kind: str = "", icon: str = "", key: str = "") -> Button:
    """A button with a deed of its own."""
    deed = Deed(label, run, key=key, icon=icon, kind=kind)
    made = Button(deed)
    deed.setParent(made)
    if key:
        made.addAction(deed)
    return made


def icon_button(label: Label, icon: str, run: Callable[[], object], *, hint: str = "") -> Button:
    """A button with an icon only (×, ‹, ›, eye): its name is in the tooltip and told to screen readers."""
    deed = Deed(label, run, icon=icon, kind="flat", hint=hint)
    made = Button(deed, words=False)
    deed.setParent(made)
    return made
