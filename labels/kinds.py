"""Every kind of label there is, by the name that print jobs and printers know it by."""

from labels.badge import Badge
from labels.bin import BinLabel
from labels.carrier import CarrierLabel
from labels.cart import CartLabel
from labels.certificate import Certificate
from labels.invoice import Invoice
from labels.movement import MovementList, MovementSlip
from labels.muster import MusterList
from labels.packing import MaskedPackingSlip, PackingSlip
from labels.pallet import PalletLabel
from labels.parcel import ParcelTag
from labels.payslip import Payslip
from labels.picklist import PickingList, PickingList100x150, PickingListA5
from labels.product import BatchLabel, ItemLabel, ProductLabel
from labels.returns import ReturnLabel
from labels.seal import SealTag
from labels.setup_sheet import SetupSheet
from labels.shelf import ShelfLabel
from labels.tool import ToolTag
from labels.tote import ToteLabel
from labels.unlock import UnlockList
from labels.view import View

_LABELS: tuple[type[View], ...] = (
    ParcelTag,
    ShelfLabel,
    ToteLabel,
    Badge,
    CarrierLabel,
    ProductLabel,
    ItemLabel,
    BatchLabel,
    BinLabel,
    CartLabel,
    PalletLabel,
    ReturnLabel,
    SealTag,
    ToolTag,
)
_PAPERS: tuple[type[View], ...] = (
    PackingSlip,
    MaskedPackingSlip,
    PickingList,
    PickingListA5,
    PickingList100x150,
    MusterList,
    UnlockList,
    MovementList,
    MovementSlip,
    Payslip,
    Invoice,
    Certificate,
    SetupSheet,
)

KINDS: dict[str, type[View]] = {view.kind: view for view in (*_LABELS, *_PAPERS)}
