"""Toss's error codes: HTTP status, Korean message, English message. Messages vary in reality; codes decide."""

from dataclasses import dataclass


class Refusal(Exception):
    """An answer that is an error object."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.entry = CODES[code]
        self.message = message


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the table."""

    status: int
    ko: str
    en: str


def _table() -> dict[str, Entry]:
    rows: dict[str, Entry] = {}
    for line in _ROWS.strip().splitlines():
        status, code, ko, en = (part.strip() for part in line.split("|"))
        rows[code] = Entry(int(status), ko, en)
    return rows


_ROWS = """
400|ALREADY_PROCESSED_PAYMENT|이미 처리된 결제 입니다.|This is a payment that has already been processed.
400|ALREADY_PROCESSING_REQUEST|이미 처리중인 요청입니다.|The request is already being processed.
400|PROVIDER_ERROR|일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.|A temporary error occurred. Try again later.
400|EXCEED_MAX_CARD_INSTALLMENT_PLAN|설정 가능한 최대 할부 개월 수를 초과했습니다.|The instalment months exceed the maximum.
400|INVALID_REQUEST|잘못된 요청입니다.|The request is invalid.
400|NOT_ALLOWED_POINT_USE|포인트 사용이 불가한 카드로 카드 포인트 결제에 실패했습니다.|Card points cannot be used with this card.
400|INVALID_API_KEY|잘못된 시크릿키 연동 정보 입니다.|The secret key is wrong.
400|INVALID_REJECT_CARD|카드 사용이 거절되었습니다. 카드사 문의가 필요합니다.|The card was refused. Ask the card company.
400|BELOW_MINIMUM_AMOUNT|신용카드는 결제금액이 100원 이상, 계좌는 200원이상부터 결제가 가능합니다.|The amount is below the minimum.
400|INVALID_CARD_EXPIRATION|카드 정보를 다시 확인해주세요. (유효기간)|Check the card's expiration date.
400|INVALID_STOPPED_CARD|정지된 카드 입니다.|The card is suspended.
400|EXCEED_MAX_DAILY_PAYMENT_COUNT|하루 결제 가능 횟수를 초과했습니다.|The daily number of payments is exceeded.
400|NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT|할부가 지원되지 않는 카드 또는 가맹점 입니다.|Instalments are not supported.
400|INVALID_CARD_INSTALLMENT_PLAN|할부 개월 정보가 잘못되었습니다.|The instalment months are wrong.
400|NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN|할부가 지원되지 않는 카드입니다.|This card has no instalments.
400|EXCEED_MAX_PAYMENT_AMOUNT|하루 결제 가능 금액을 초과했습니다.|The daily amount is exceeded.
400|NOT_FOUND_TERMINAL_ID|단말기번호(Terminal Id)가 없습니다. 토스페이먼츠로 문의 바랍니다.|There is no terminal id.
400|INVALID_AUTHORIZE_AUTH|유효하지 않은 인증 방식입니다.|The authentication is not valid.
400|INVALID_CARD_LOST_OR_STOLEN|분실 혹은 도난 카드입니다.|The card is lost or stolen.
400|RESTRICTED_TRANSFER_ACCOUNT|계좌는 등록 후 12시간 뒤부터 결제할 수 있습니다. 관련 정책은 해당 은행으로 문의해주세요.|The account can be used 12 hours after it was registered.
400|INVALID_CARD_NUMBER|카드번호를 다시 확인해주세요.|Check the card number.
400|INVALID_UNREGISTERED_SUBMALL|등록되지 않은 서브몰입니다. 서브몰이 없는 가맹점이라면 안심클릭이나 ISP 결제가 필요합니다.|The submall is not registered.
400|NOT_REGISTERED_BUSINESS|등록되지 않은 사업자 번호입니다.|The business is not registered.
400|EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT|1일 출금 한도를 초과했습니다.|The daily withdrawal limit is exceeded.
400|EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT|1회 출금 한도를 초과했습니다.|The withdrawal limit is exceeded.
400|CARD_PROCESSING_ERROR|카드사에서 오류가 발생했습니다.|The card company reported an error.
400|EXCEED_MAX_AMOUNT|거래금액 한도를 초과했습니다.|The amount limit is exceeded.
400|INVALID_ACCOUNT_INFO_RE_REGISTER|유효하지 않은 계좌입니다. 계좌 재등록 후 시도해주세요.|The account is not valid. Register it again.
400|NOT_AVAILABLE_PAYMENT|결제가 불가능한 시간대입니다|Payment is not possible at this time.
400|UNAPPROVED_ORDER_ID|아직 승인되지 않은 주문번호입니다.|The order is not approved yet.
400|EXCEED_MAX_MONTHLY_PAYMENT_AMOUNT|당월 결제 가능금액인 1,000,000원을 초과 하셨습니다.|The monthly limit of 1,000,000 won is exceeded.
400|DUPLICATED_ORDER_ID|이미 승인 및 취소가 진행된 중복된 주문번호 입니다. 다른 주문번호로 진행해주세요.|The order id was used before.
400|INVALID_IDEMPOTENCY_KEY|멱등키는 300자 이하여야 합니다.|The idempotency key must have at most 300 characters.
401|UNAUTHORIZED_KEY|인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다.|Unauthorized secret key or client key.
403|REJECT_ACCOUNT_PAYMENT|잔액부족으로 결제에 실패했습니다.|The balance is too low.
403|REJECT_CARD_PAYMENT|한도초과 혹은 잔액부족으로 결제에 실패했습니다.|The limit is exceeded or the balance is too low.
403|REJECT_CARD_COMPANY|결제 승인이 거절되었습니다.|Payment was rejected.
403|FORBIDDEN_REQUEST|허용되지 않은 요청입니다.|The request is not allowed.
403|REJECT_TOSSPAY_INVALID_ACCOUNT|선택하신 출금 계좌가 출금이체 등록이 되어 있지 않아요. 계좌를 다시 등록해 주세요.|The account is not registered for withdrawal.
403|EXCEED_MAX_AUTH_COUNT|최대 인증 횟수를 초과했습니다. 카드사로 문의해주세요.|Too many authentications. Ask the card company.
403|EXCEED_MAX_ONE_DAY_AMOUNT|일일 한도를 초과했습니다.|The daily limit is exceeded.
403|NOT_AVAILABLE_BANK|은행 서비스 시간이 아닙니다.|The bank is closed.
403|INVALID_PASSWORD|결제 비밀번호가 일치하지 않습니다.|The password is wrong.
403|INCORRECT_BASIC_AUTH_FORMAT|잘못된 요청입니다. ':' 를 포함해 인코딩해주세요.|Encode the key with a ':' at its end.
403|FDS_ERROR|[토스페이먼츠] 위험거래가 감지되어 결제가 제한됩니다. 발송된 문자에 포함된 링크를 통해 본인인증 후 결제가 가능합니다. (고객센터: 1644-8051)|A risky payment was detected.
404|NOT_FOUND_PAYMENT|존재하지 않는 결제 정보 입니다.|The payment does not exist.
404|NOT_FOUND_PAYMENT_SESSION|결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다.|The payment session has expired.
404|NOT_FOUND|존재하지 않는 정보 입니다.|Not found.
404|NOT_FOUND_HTTP_METHOD|존재하지 않는 HTTP 메소드 접근입니다.|There is no such HTTP method here.
409|IDEMPOTENT_REQUEST_PROCESSING|이전 멱등 요청이 처리중입니다.|The previous request with this key is being processed.
429|TOO_MANY_REQUESTS|요청이 너무 많습니다. 잠시 후 다시 시도해주세요.|Too many requests.
500|FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING|결제가 완료되지 않았어요. 다시 시도해주세요.|The payment was not completed. Try again.
500|FAILED_INTERNAL_SYSTEM_PROCESSING|내부 시스템 처리 작업이 실패했습니다. 잠시 후 다시 시도해주세요.|Internal processing failed. Try again later.
500|UNKNOWN_PAYMENT_ERROR|결제에 실패했어요. 같은 문제가 반복된다면 은행이나 카드사로 문의해주세요.|The payment failed.
500|COMMON_ERROR|일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.|A temporary error occurred.
500|UNKNOWN_ERROR|확인되지 않은 오류입니다.|An unknown error.
400|ALREADY_CANCELED_PAYMENT|이미 취소된 결제 입니다.|The payment was canceled before.
400|INVALID_REFUND_ACCOUNT_INFO|환불 계좌번호와 예금주명이 일치하지 않습니다.|The refund account and its holder do not match.
400|EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT|즉시할인금액보다 적은 금액은 부분취소가 불가능합니다.|Less than the discount cannot be canceled.
400|INVALID_REFUND_ACCOUNT_NUMBER|잘못된 환불 계좌번호입니다.|The refund account number is wrong.
400|INVALID_BANK|유효하지 않은 은행입니다.|The bank is not valid.
400|NOT_MATCHES_REFUNDABLE_AMOUNT|잔액 결과가 일치하지 않습니다.|The refundable amount does not match.
400|REFUND_REJECTED|환불이 거절됐습니다. 결제사에 문의 부탁드립니다.|The refund was rejected.
400|ALREADY_REFUND_PAYMENT|이미 환불된 결제입니다.|The payment was refunded before.
400|FORBIDDEN_BANK_REFUND_REQUEST|고객 계좌가 입금이 되지 않는 상태입니다.|The account takes no deposits.
403|NOT_CANCELABLE_AMOUNT|취소 할 수 없는 금액 입니다.|This amount cannot be canceled.
403|FORBIDDEN_CONSECUTIVE_REQUEST|반복적인 요청은 허용되지 않습니다. 잠시 후 다시 시도해주세요.|Repeated requests are not allowed.
403|NOT_CANCELABLE_PAYMENT|취소 할 수 없는 결제 입니다.|The payment cannot be canceled.
403|EXCEED_MAX_REFUND_DUE|환불 가능한 기간이 지났습니다.|The refund period is over.
403|NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT|입금 대기중인 결제는 부분 환불이 불가합니다.|A payment that waits for its deposit cannot be refunded in part.
403|NOT_ALLOWED_PARTIAL_REFUND|에스크로 주문, 현금 카드 결제일 때는 부분 환불이 불가합니다.|A partial refund is not possible.
403|NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER|휴면 처리된 회원의 결제는 취소할 수 없습니다.|The member is dormant.
403|EXCEED_CANCEL_LIMIT|취소 한도 금액을 초과 하였습니다.|The cancel limit is exceeded.
500|FAILED_REFUND_PROCESS|은행 응답시간 지연이나 일시적인 오류로 환불요청에 실패했습니다.|The refund request failed.
500|FAILED_METHOD_HANDLING_CANCEL|취소 중 결제 시 사용한 결제 수단 처리과정에서 일시적인 오류가 발생했습니다.|The method failed during the cancel.
500|FAILED_PARTIAL_REFUND|부분 환불이 실패했습니다.|The partial refund failed.
400|INVALID_ORDER_ID|`orderId`는 영문 대소문자, 숫자, 특수문자(-, _) 만 허용합니다. 6자 이상 64자 이하여야 합니다.|The order id is not valid.
400|INVALID_ORDER_NAME|주문 이름은 100자 이하여야 합니다.|The order name must have at most 100 characters.
400|INVALID_PAYMENT_KEY|잘못된 결제 키 입니다.|The payment key is wrong.
400|INVALID_REQUIRED_PARAM|필수 파라미터가 누락되었습니다.|A required parameter is missing.
400|INVALID_CLIENT_KEY|잘못된 클라이언트 연동 정보 입니다.|The client key is wrong.
400|INVALID_DATE|잘못된 날짜 데이터 입니다.|The date is wrong.
400|INVALID_PAGING_KEY|잘못된 페이징 키 입니다.|The paging key is wrong.
400|EXCEED_MAX_QUERY_LIMIT|최대 조회 개수를 초과했습니다.|The query limit is exceeded.
400|INVALID_URL|url 은 http, https 를 포함한 주소 형식이어야 합니다.|The URL must begin with http or https.
400|BELOW_ZERO_AMOUNT|금액은 0보다 커야 합니다.|The amount must be above 0.
400|NOT_SUPPORTED_METHOD|지원되지 않는 결제수단입니다.|The method is not supported.
400|INVALID_TEST_CODE|유효하지 않은 테스트 코드입니다.|The test code is not valid.
400|EXPIRED_PAYMENT|결제가 만료되었습니다. 다시 시도해주세요.|The payment has expired.
400|NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN_BELOW_AMOUNT|5만원 이하의 결제는 할부가 불가능해서 결제에 실패했습니다.|Instalments need more than 50,000 won.
400|REQUIRED_AMOUNT|결제 금액은 필수 값입니다.|The amount is required.
400|INVALID_CURRENCY|잘못된 통화 값입니다.|The currency is wrong.
400|INVALID_ISO_DATE_FORMAT|잘못된 날짜 형식입니다.|The date's format is wrong.
400|INVALID_SUCCESS_URL|successUrl 값은 필수 값입니다.|successUrl is required.
400|INVALID_EMAIL|잘못된 이메일 형식입니다.|The e-mail address is wrong.
400|INVALID_CUSTOMER_KEY|잘못된 고객 키 입니다.|The customer key is wrong.
400|INVALID_FLOW_MODE_PARAMETERS|flowMode 파라미터가 올바르지 않습니다.|The flowMode parameters are wrong.
400|EXCEED_MAX_VALID_HOURS|최대 유효 시간을 초과했습니다.|validHours is too long.
400|MAINTAINED_METHOD|현재 점검 중 입니다.|The method is being maintained.
400|NOT_SUPPORTED_CARD_TYPE|지원되지 않는 카드 종류입니다.|The card's type is not supported.
400|NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT|10000원 미만은 할부가 불가능합니다.|No instalments below 10,000 won.
400|EXCEEDS_TRANSFER_AMOUNT_MAXIMUM|계좌이체는 1회 1,000만 원까지 가능합니다.|A transfer takes at most 10,000,000 won.
400|USER_ACCOUNT_ON_HOLD|사용이 보류된 계정입니다.|The user's account is on hold.
400|API_VERSION_UPDATE_NEEDED|API 버전 업데이트가 필요합니다.|The API version must be updated.
403|EXCEED_MAX_REFUND_AMOUNT|환불 가능한 금액을 초과했습니다.|More than can be refunded.
403|NOT_SUPPORTED_REFUND|환불이 지원되지 않는 결제입니다.|The payment cannot be refunded.
404|NOT_FOUND_MERCHANT|존재하지 않는 상점 정보 입니다.|The merchant does not exist.
500|FAILED_METHOD_HANDLING|결제 수단 처리 과정에서 일시적인 오류가 발생했습니다.|The method failed.
500|FAILED_DB_PROCESSING|잘못된 요청 값으로 처리 중 DB 에러가 발생했습니다.|The database failed.
400|PAY_PROCESS_CANCELED|사용자에 의해 결제가 취소되었습니다.|Payment has been canceled by the customer.
400|PAY_PROCESS_ABORTED|결제 진행 중 승인에 실패하여 결제가 중단되었습니다.|Payment has been canceled or has not been processed.
"""

CODES = _table()
