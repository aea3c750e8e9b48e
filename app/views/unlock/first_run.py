"""The first run: three ways to begin, each with a line that says what it is for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.i18n import Label
from app.views import theme
from app.views.kit.deeds import button
from app.views.kit.layout import STRETCH, row
from app.views.kit.text import Text
from app.views.unlock.cover import Cover

ICON, PADDING = 32, 16


class Tile(QAbstractButton):
    """A large button: icon, words, and a line of explanation."""

    def __init__(self, icon: str, words: Label, line: Label) -> None:
        super().__init__()
        self._icon, self._line = icon, str(line)
        self.setText(str(words))
        self.setAccessibleName(str(words))
        self.setAccessibleDescription(str(line))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        look = theme.theme()
        return QSize(look.chars(20), self.heightForWidth(look.chars(32)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        look = theme.theme()
        heading = QFontMetrics(look.role_font("heading")).height()
        return heading + self._line_height(width) + 2 * PADDING + 4

    def _line_height(self, width: int) -> int:
        room = QRect(0, 0, width - self._left() - PADDING, 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        return QFontMetrics(theme.theme().font).boundingRect(room, flags, self._line).height()

    def _left(self) -> int:
        return PADDING * 2 + theme.theme().icon_size(ICON)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setBrush(look.colour("hover" if self.underMouse() or self.isDown() else "base"))
        painter.setPen(QPen(look.colour("accent" if focused else "border"), 2 if focused else 1))
        edge = 1 if focused else 0
        painter.drawRoundedRect(self.rect().adjusted(edge, edge, -1 - edge, -1 - edge), 5, 5)
        side = look.icon_size(ICON)
        box = self.rect().adjusted(self._left(), PADDING, -PADDING, -PADDING)
        picture = QRect(PADDING, (self.height() - side) // 2, side, side)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box = self.rect().adjusted(PADDING, PADDING, -self._left(), -PADDING)
            picture.moveRight(self.width() - PADDING)
        look.icon(self._icon, "accent", ICON).paint(painter, picture)
        painter.setPen(look.colour("text"))
        painter.setFont(look.role_font("heading"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading), self.text())
        painter.setPen(look.colour("secondary"))
        painter.setFont(look.font)
        below = box.adjusted(0, QFontMetrics(look.role_font("heading")).height() + 4, 0, 0)
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextWordWrap
        painter.drawText(below, int(flags), self._line)


class FirstRun(Cover):
    """新建, 从U盘恢复, 看示例."""

    new_asked = Signal()
    restore_asked = Signal()
    sample_asked = Signal()
    open_asked = Signal()  # a file that is already on this PC

    def __init__(self) -> None:
        super().__init__(Label("职工小家"), Label("工会主席的会员、困难职工和慰问名单，都在这台电脑上。"))
        tiles = [
            ("plus", Label("新建"), Label("第一次用：填工会名称，设一个密码，再从 Excel 导入会员。"), self.new_asked),
            (
                "device-usb",
                Label("从U盘恢复"),
                Label("换了电脑，或者资料坏了：用U盘里的备份接着用。"),
                self.restore_asked,
            ),
            ("eye", Label("看示例"), Label("先随便看看：一个编出来的工会，里面的人都不是真的。"), self.sample_asked),
        ]
        for icon, words, line, signal in tiles:
            made = Tile(icon, words, line)
            made.clicked.connect(signal)
            self.body.addWidget(made)
            if self.focusProxy() is None:
                self.setFocusProxy(made)
        other = button(Label("打开这台电脑里已有的资料…"), self.open_asked.emit, kind="link", icon="folder-open")
        self.body.addLayout(row(other, STRETCH))
        self.body.addWidget(Text(Label("程序不上网，资料不会自己离开这台电脑。"), role="message", tone="secondary"))
