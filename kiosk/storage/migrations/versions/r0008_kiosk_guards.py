"""At a server: what a kiosk's own role may not do to bookings, payments and claims, whatever its statement says."""

from alembic import op

revision = "0008"
down_revision = "0007"

IS_KIOSK = """
CREATE FUNCTION jari_is_kiosk() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles u ON u.oid = m.member
        WHERE g.rolname = 'jari_kiosk' AND u.rolname = current_user
    )
$$
"""
"""By membership alone: a superuser counts as a member of everything for ``pg_has_role``."""

BOOKING = """
CREATE FUNCTION jari_guard_booking() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF jari_is_kiosk() THEN
        IF NEW.status NOT IN ('READY', 'EXPIRED', 'FAILED') THEN
            RAISE insufficient_privilege USING MESSAGE = 'a kiosk does not write ' || NEW.status;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.status IN ('PAID', 'CANCELED') THEN
            RAISE insufficient_privilege USING MESSAGE = 'a kiosk does not change what is ' || OLD.status;
        END IF;
    END IF;
    RETURN NEW;
END $$
"""
PAYMENT = """
CREATE FUNCTION jari_guard_payment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF jari_is_kiosk() THEN
        IF NEW.status NOT IN ('OPENED', 'CONFIRMING', 'VOID') OR NEW.sent_at IS NOT NULL THEN
            RAISE insufficient_privilege USING MESSAGE = 'a kiosk does not settle payments';
        END IF;
        IF TG_OP = 'UPDATE' AND (
            OLD.status <> 'OPENED' OR NEW.amount_won <> OLD.amount_won OR NEW.order_id <> OLD.order_id
            OR NEW.booking_id <> OLD.booking_id OR NEW.confirm_key <> OLD.confirm_key OR NEW.cancel_key <> OLD.cancel_key
        ) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a kiosk does not change what a payment is';
        END IF;
    END IF;
    RETURN NEW;
END $$
"""
CLAIM = """
CREATE FUNCTION jari_guard_claim() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF jari_is_kiosk() AND EXISTS (
        SELECT 1 FROM booking b
        WHERE b.restaurant_id = OLD.restaurant_id AND b.booking_id = OLD.booking_id AND b.status = 'PAID'
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a kiosk does not free what is paid';
    END IF;
    RETURN OLD;
END $$
"""
TRIGGERS = (
    "CREATE TRIGGER guard_booking BEFORE INSERT OR UPDATE ON booking FOR EACH ROW EXECUTE FUNCTION jari_guard_booking()",
    "CREATE TRIGGER guard_payment BEFORE INSERT OR UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION jari_guard_payment()",
    "CREATE TRIGGER guard_claim BEFORE DELETE ON claim FOR EACH ROW EXECUTE FUNCTION jari_guard_claim()",
)


def upgrade() -> None:
    """Adds only. A file has one user, and no roles."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in (IS_KIOSK, BOOKING, PAYMENT, CLAIM, *TRIGGERS):
        op.execute(statement)
