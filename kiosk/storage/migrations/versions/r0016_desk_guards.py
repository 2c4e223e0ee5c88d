"""At a server: what a desk's own role may not do to bookings, payments and refunds, whatever its statement says."""

from alembic import op

revision = "0016"
down_revision = "0015"

IS_DESK = """
CREATE FUNCTION jari_is_desk() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles u ON u.oid = m.member
        WHERE g.rolname = 'jari_desk' AND u.rolname = current_user
    )
$$
"""
"""By membership alone, as for kiosks: a superuser counts as a member of everything for ``pg_has_role``."""

BOOKING = """
CREATE FUNCTION jari_guard_desk_booking() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF jari_is_desk() THEN
        IF TG_OP = 'UPDATE' AND (NEW.amount_won <> OLD.amount_won OR NEW.price_won <> OLD.price_won) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a desk does not change what a booking costs';
        END IF;
        IF NEW.status = 'PAID' AND (TG_OP = 'INSERT' OR OLD.status <> 'PAID') AND (NEW.amount_won <> 0 OR EXISTS (
            SELECT 1 FROM payment p WHERE p.restaurant_id = NEW.restaurant_id AND p.booking_id = NEW.booking_id
        )) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a desk does not write PAID of what guests pay';
        END IF;
    END IF;
    RETURN NEW;
END $$
"""
PAYMENT = """
CREATE FUNCTION jari_guard_desk_payment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF jari_is_desk() AND (
        OLD.status NOT IN ('OPENED', 'VOID') OR NEW.status <> 'VOID' OR NEW.sent_at IS NOT NULL
        OR NEW.amount_won <> OLD.amount_won OR NEW.order_id <> OLD.order_id OR NEW.booking_id <> OLD.booking_id
        OR NEW.confirm_key <> OLD.confirm_key OR NEW.cancel_key <> OLD.cancel_key
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a desk does not settle payments';
    END IF;
    RETURN NEW;
END $$
"""
REFUND = """
CREATE FUNCTION jari_guard_desk_refund() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF jari_is_desk() AND (NEW.status <> 'DUE' OR NEW.sent_at IS NOT NULL OR NEW.settled_at IS NOT NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a desk asks for refunds, and does not say what became of them';
    END IF;
    RETURN NEW;
END $$
"""
TRIGGERS = (
    "CREATE TRIGGER guard_desk_booking BEFORE INSERT OR UPDATE ON booking FOR EACH ROW EXECUTE FUNCTION jari_guard_desk_booking()",
    "CREATE TRIGGER guard_desk_payment BEFORE UPDATE ON payment FOR EACH ROW EXECUTE FUNCTION jari_guard_desk_payment()",
    "CREATE TRIGGER guard_desk_refund BEFORE INSERT ON refund FOR EACH ROW EXECUTE FUNCTION jari_guard_desk_refund()",
)


def upgrade() -> None:
    """Adds only. A file has one user, and no roles."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in (IS_DESK, BOOKING, PAYMENT, REFUND, *TRIGGERS):
        op.execute(statement)
