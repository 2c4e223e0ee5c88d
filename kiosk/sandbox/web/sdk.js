// The sandbox's stand-in for Toss's script: the same surface and the same refusals, written from the public documentation.
(function () {
  "use strict";
  const BASE = "__BASE_URL__";
  const VERSION = "__VERSION__";
  const ANONYMOUS = "@@ANONYMOUS";
  const MESSAGES = {
    USER_CANCEL: "취소되었습니다.",
    PAYMENT_REQUEST_ABORTED: "결제 요청이 중단되었습니다.",
    NO_ACTIVE_PAYMENT_REQUEST: "진행 중인 결제 요청이 없습니다.",
    INVALID_METHOD_TRANSACTION: "이미 다른 요청을 수행하고 있어요.",
    INVALID_CLIENT_KEY: "ClientKey 형태가 올바르지 않습니다.",
    NOT_SUPPORTED_API_INDIVIDUAL_KEY: "결제위젯에는 API 개별 연동 키를 사용할 수 없습니다.",
    NOT_SUPPORTED_WIDGET_KEY: "결제위젯 연동 키로는 사용할 수 없습니다.",
    INSECURE_KEY_USAGE: "test_gsk, live_gsk로 시작하는 시크릿 키는 클라이언트 코드에 노출되면 안 됩니다.",
    INVALID_CUSTOMER_KEY: "고객키는 영문 대소문자, 숫자, 특수문자 -, _, =, ., @로 2자 이상 50자 이하여야 합니다.",
    INVALID_AMOUNT_VALUE: "결제금액이 올바르지 않습니다.",
    INVALID_AMOUNT_CURRENCY: "잘못된 통화 값입니다.",
    BELOW_ZERO_AMOUNT: "금액은 0보다 커야 합니다.",
    INCORRECT_SUCCESS_URL_FORMAT: "잘못된 successUrl 입니다.",
    INCORRECT_FAIL_URL_FORMAT: "잘못된 failUrl 입니다.",
    INVALID_PARAMETERS: "파라미터가 올바르지 않습니다.",
    INVALID_METADATA: "올바르지 않은 metadata 형식입니다.",
    INVALID_ORDER_ID: "`orderId`는 영문 대소문자, 숫자, 특수문자(-, _) 만 허용합니다. 6자 이상 64자 이하여야 합니다.",
    NOT_SUPPORTED_METHOD: "지원되지 않는 결제수단입니다.",
    NOT_SUPPORTED_PROMISE: "Promise 방식을 지원하지 않습니다. successUrl, failUrl을 사용해주세요.",
    INVALID_FLOW_MODE_PARAMETERS: "flowMode가 DIRECT이면 cardCompany 또는 easyPay가 필요합니다.",
    INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE: "할부 개월과 최대 할부 개월은 함께 쓸 수 없습니다.",
    INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE: "validHours와 dueDate는 함께 쓸 수 없습니다.",
    NOT_SETUP_AMOUNT: "결제금액이 설정되지 않았습니다.",
    NOT_SELECTED_PAYMENT_METHOD: "결제수단이 아직 선택되지 않았어요.",
    NEED_AGREEMENT_WITH_REQUIRED_TERMS: "필수 약관에 동의해주세요.",
    INVALID_SELECTOR: "셀렉터에 해당하는 요소를 찾을 수 없습니다.",
    INVALID_VARIANT_KEY: "variantKey가 올바르지 않습니다.",
    PAYMENT_METHODS_WIDGET_ALREADY_RENDERED: "결제수단 위젯이 이미 렌더링되었습니다.",
    AGREEMENT_WIDGET_ALREADY_RENDERED: "약관 위젯이 이미 렌더링되었습니다.",
    V1_METHOD_NOT_SUPPORTED: "해당 API 는 v1 에서만 제공됩니다.",
    NETWORK_ERROR: "네트워크 오류가 발생했습니다.",
    UNKNOWN: "알 수 없는 에러가 발생했습니다.",
  };
  class PaymentError extends Error {
    constructor(code, message) {
      super(message || MESSAGES[code] || code);
      this.name = "PublicError";
      this.code = code;
    }
  }
  const refuse = (code, message) => { throw new PaymentError(code, message); };

  const METHODS = ["CARD", "VIRTUAL_ACCOUNT", "TRANSFER", "MOBILE_PHONE", "CULTURE_GIFT_CERTIFICATE",
    "BOOK_GIFT_CERTIFICATE", "GAME_GIFT_CERTIFICATE", "FOREIGN_EASY_PAY"];
  const COMMON = ["amount", "orderId", "orderName", "successUrl", "failUrl", "customerName", "customerEmail",
    "customerMobilePhone", "taxFreeAmount", "windowTarget", "metadata", "pendingUrl", "sandbox", "orderProductCode", "subOrders"];
  const OPTIONS = {
    card: ["flowMode", "cardCompany", "easyPay", "cardInstallmentPlan", "maxCardInstallmentPlan", "freeInstallmentPlans",
      "useCardPoint", "useAppCardOnly", "useInternationalCardOnly", "language", "showEstimatedAmount", "discountCode",
      "validHours", "dueDate", "useEscrow", "escrowProducts", "taxExemptionAmount", "appScheme", "keyin", "showMobileAppHeader"],
    virtualAccount: ["taxExemptionAmount", "cashReceipt", "useEscrow", "escrowProducts", "validHours", "dueDate",
      "isCulturalExpenses", "showCustomerMobilePhone"],
    transfer: ["taxExemptionAmount", "cashReceipt", "useEscrow", "escrowProducts", "validHours", "dueDate", "isCulturalExpenses"],
    mobilePhone: ["mobileCarriers"],
    foreignEasyPay: ["provider", "country", "products", "shipping", "paymentMethodOptions"],
  };

  function checkClientKey(key) {
    if (typeof key !== "string") refuse("INVALID_CLIENT_KEY");
    if (/^(test|live)_gsk_/.test(key)) refuse("INSECURE_KEY_USAGE");
    if (!/^(test|live)_g?ck_\w+$/.test(key)) refuse("INVALID_CLIENT_KEY");
    if (key.startsWith("live_")) refuse("INVALID_CLIENT_KEY", "SANDBOX: 라이브 키는 쓸 수 없습니다. Live keys are refused here.");
  }
  function checkCustomerKey(key) {
    if (key === ANONYMOUS) return;
    if (typeof key !== "string" || !/^[A-Za-z0-9\-_=.@]{2,50}$/.test(key)) refuse("INVALID_CUSTOMER_KEY");
    if (/^(test|live)_gsk_/.test(key)) refuse("INSECURE_KEY_USAGE");
  }
  function checkAmount(amount) {
    if (typeof amount !== "object" || amount === null || typeof amount.value !== "number" || !Number.isFinite(amount.value)) refuse("INVALID_AMOUNT_VALUE");
    if (amount.currency !== "KRW") refuse("INVALID_AMOUNT_CURRENCY");
    if (amount.value <= 0) refuse("BELOW_ZERO_AMOUNT");
  }
  function checkUrl(url, code) {
    let parsed;
    try { parsed = new URL(url); } catch { refuse(code); }
    if (parsed.protocol !== "http:" && parsed.protocol !== "https:") refuse(code);
  }
  function checkMetadata(metadata) {
    if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) refuse("INVALID_METADATA");
    const pairs = Object.entries(metadata);
    if (pairs.length > 5) refuse("INVALID_METADATA");
    for (const [key, value] of pairs) {
      if (key.length > 40 || /[[\]]/.test(key) || typeof value !== "string" || value.length > 2000) refuse("INVALID_METADATA");
    }
  }
  function checkCommon(request, allowed) {
    for (const name of Object.keys(request)) if (!allowed.includes(name)) refuse("INVALID_PARAMETERS", `${name}: 알 수 없는 파라미터입니다.`);
    if (typeof request.orderId !== "string" || typeof request.orderName !== "string") refuse("INVALID_PARAMETERS");
    if (!/^[A-Za-z0-9\-_=]{6,64}$/.test(request.orderId)) refuse("INVALID_ORDER_ID");
    if (request.orderName.length < 1 || request.orderName.length > 100) refuse("INVALID_PARAMETERS");
    for (const name of ["customerName", "customerEmail"]) {
      if (request[name] !== undefined && request[name] !== null && (typeof request[name] !== "string" || request[name].length > 100)) refuse("INVALID_PARAMETERS");
    }
    if (request.customerMobilePhone != null && !/^\d{8,15}$/.test(request.customerMobilePhone)) refuse("INVALID_PARAMETERS");
    if (request.windowTarget !== undefined && !["self", "iframe"].includes(request.windowTarget)) refuse("INVALID_PARAMETERS");
    if (request.metadata != null) checkMetadata(request.metadata);
    if (request.successUrl !== undefined) checkUrl(request.successUrl, "INCORRECT_SUCCESS_URL_FORMAT");
    if (request.failUrl !== undefined) checkUrl(request.failUrl, "INCORRECT_FAIL_URL_FORMAT");
    if ((request.successUrl === undefined) !== (request.failUrl === undefined)) {
      refuse(request.successUrl === undefined ? "INCORRECT_SUCCESS_URL_FORMAT" : "INCORRECT_FAIL_URL_FORMAT");
    }
  }
  function checkOptions(request) {
    for (const [name, allowed] of Object.entries(OPTIONS)) {
      const options = request[name];
      if (options === undefined || options === null) continue;
      if (typeof options !== "object") refuse("INVALID_PARAMETERS");
      for (const key of Object.keys(options)) if (!allowed.includes(key)) refuse("INVALID_PARAMETERS", `${name}.${key}: 알 수 없는 파라미터입니다.`);
      if (options.validHours != null && options.dueDate != null) refuse("INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE");
    }
    const card = request.card || {};
    if (card.flowMode !== undefined && !["DEFAULT", "DIRECT"].includes(card.flowMode)) refuse("INVALID_PARAMETERS");
    if (card.flowMode === "DIRECT" && !card.cardCompany && !card.easyPay) refuse("INVALID_FLOW_MODE_PARAMETERS");
    if (card.cardInstallmentPlan != null && card.maxCardInstallmentPlan != null) refuse("INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE");
  }

  const isMobile = () => /Mobile|Android|iPhone/.test(navigator.userAgent);
  let active = null;

  function start(order, target, paymentType = {}) {
    if (active) return Promise.reject(new PaymentError("INVALID_METHOD_TRANSACTION"));
    const promiseMode = !order.successUrl;
    if (promiseMode && isMobile()) return Promise.reject(new PaymentError("NOT_SUPPORTED_PROMISE"));
    const mode = promiseMode ? "promise" : (target || (isMobile() ? "self" : "iframe"));
    if (mode === "self") {
      const form = document.createElement("form");
      form.method = "post";
      form.action = `${BASE}/sandbox/checkout/open`;
      form.style.display = "none";
      const field = document.createElement("input");
      field.name = "order";
      field.value = JSON.stringify({ ...order, mode });
      form.append(field);
      document.body.append(form);
      active = { reject() {} };
      form.submit();
      return new Promise(() => {});
    }
    return new Promise((resolve, reject) => {
      active = { reject, frame: null };
      fetch(`${BASE}/sandbox/checkout/open`, { method: "POST", body: JSON.stringify({ ...order, mode }) })
        .then((answer) => answer.json().then((opened) => (answer.ok ? opened : Promise.reject(new PaymentError(opened.code, opened.message)))))
        .then((opened) => {
          if (!active) return;
          const frame = document.createElement("iframe");
          frame.src = opened.page;
          frame.title = "토스페이먼츠 결제 창 (SANDBOX)";
          frame.style.cssText = "position:fixed;inset:0;width:100%;height:100%;border:0;background:#fff;z-index:2147483647";
          active.frame = frame;
          document.body.append(frame);
          const told = (event) => {
            if (event.origin !== BASE || event.source !== frame.contentWindow || !event.data) return;
            if (event.data.type === "sandbox-closed") { window.removeEventListener("message", told); end(); reject(new PaymentError("USER_CANCEL")); }
            if (event.data.type === "sandbox-failed") { window.removeEventListener("message", told); end(); reject(new PaymentError(event.data.code, event.data.message)); }
            if (event.data.type === "sandbox-paid") {
              window.removeEventListener("message", told); end();
              resolve({ paymentKey: event.data.paymentKey, orderId: event.data.orderId, amount: { currency: "KRW", value: event.data.amount }, ...paymentType });
            }
          };
          window.addEventListener("message", told);
        })
        .catch((error) => { end(); reject(error instanceof PaymentError ? error : new PaymentError("NETWORK_ERROR")); });
    });
  }
  function end() {
    if (active && active.frame) active.frame.remove();
    active = null;
  }
  function destroy() {
    if (!active) return Promise.reject(new PaymentError("NO_ACTIVE_PAYMENT_REQUEST"));
    const { reject } = active;
    end();
    reject(new PaymentError("PAYMENT_REQUEST_ABORTED"));
    return Promise.resolve();
  }

  const orderOf = (clientKey, request, amount, method, language) => ({
    clientKey, orderId: request.orderId, orderName: request.orderName, amount, method,
    successUrl: request.successUrl, failUrl: request.failUrl, metadata: request.metadata || null, customerName: request.customerName || "", language,
  });

  function payment(clientKey, options) {
    if (/^(test|live)_gck_/.test(clientKey)) refuse("NOT_SUPPORTED_WIDGET_KEY");
    checkCustomerKey(options && options.customerKey);
    return {
      async requestPayment(request) {
        if (typeof request !== "object" || request === null) refuse("INVALID_PARAMETERS");
        if (request.method === undefined) refuse("INVALID_PARAMETERS");
        if (!METHODS.includes(request.method)) refuse("NOT_SUPPORTED_METHOD");
        checkAmount(request.amount);
        checkCommon(request, ["method", ...COMMON, ...Object.keys(OPTIONS)]);
        checkOptions(request);
        if (request.windowTarget === "iframe" && isMobile()) refuse("INVALID_PARAMETERS");
        const language = ((request.card || {}).language || "KO").toLowerCase();
        return start(orderOf(clientKey, request, request.amount.value, request.method, language), request.windowTarget);
      },
      requestBillingAuth: async () => refuse("NOT_SUPPORTED_METHOD"),
      destroy,
    };
  }

  const METHOD_CHOICE = '<strong>결제 방법 <small style="color:#8a4b08">SANDBOX – 실제 결제 아님</small></strong>'
    + ["CARD:신용·체크카드", "EASY_PAY:토스페이", "VIRTUAL_ACCOUNT:가상계좌"].map((pair, nth) => {
      const [code, name] = pair.split(":");
      return `<label style="display:block;padding:10px 0"><input type="radio" name="sandbox-method" value="${code}" ${nth ? "" : "checked"}> ${name}</label>`;
    }).join("");
  const AGREEMENT = '<label style="display:block;padding:10px 0"><input type="checkbox" data-testid="agree" checked> [필수] 결제 서비스 이용 약관 동의</label>';

  function widgets(clientKey, options) {
    if (!/^(test|live)_gck_/.test(clientKey)) refuse("NOT_SUPPORTED_API_INDIVIDUAL_KEY");
    checkCustomerKey(options && options.customerKey);
    let amount = null, methods = null, agreement = null;
    const holder = (selector) => {
      const element = typeof selector === "string" ? document.querySelector(selector) : null;
      if (!element) refuse("INVALID_SELECTOR");
      return element;
    };
    const widget = (html, attribute) => {
      const element = document.createElement("div");
      element.setAttribute("data-sandbox-widget", attribute);
      element.style.cssText = "font:16px/1.5 sans-serif;border:1px solid #e5e8eb;border-radius:12px;padding:16px;margin:8px 0;background:#fff;color:#191f28";
      element.innerHTML = html;
      return element;
    };
    const api = {
      async setAmount(value) { checkAmount(value); amount = value; },
      async renderPaymentMethods({ selector, variantKey } = {}) {
        if (!amount) refuse("NOT_SETUP_AMOUNT");
        if (variantKey !== undefined && typeof variantKey !== "string") refuse("INVALID_VARIANT_KEY");
        if (methods) refuse("PAYMENT_METHODS_WIDGET_ALREADY_RENDERED");
        const into = holder(selector);
        const listeners = [];
        const element = widget(METHOD_CHOICE, "methods");
        into.replaceChildren(element);
        methods = { selected: () => (element.querySelector("input:checked") || {}).value };
        element.addEventListener("change", () => listeners.forEach((tell) => tell({ code: methods.selected() })));
        return {
          on(name, tell) { if (name === "paymentMethodSelect") listeners.push(tell); },
          getSelectedPaymentMethod: async () => ({ code: methods.selected() }),
          destroy: async () => { element.remove(); methods = null; },
        };
      },
      async renderAgreement({ selector, variantKey } = {}) {
        if (variantKey !== undefined && typeof variantKey !== "string") refuse("INVALID_VARIANT_KEY");
        if (agreement) refuse("AGREEMENT_WIDGET_ALREADY_RENDERED");
        const into = holder(selector);
        const listeners = [];
        const element = widget(AGREEMENT, "agreement");
        into.replaceChildren(element);
        const box = element.querySelector("input");
        agreement = { agreed: () => box.checked };
        element.addEventListener("change", () => listeners.forEach((tell) => tell({ agreedRequiredTerms: box.checked, agreements: [] })));
        return { on(name, tell) { if (name === "agreementStatusChange") listeners.push(tell); }, destroy: async () => { element.remove(); agreement = null; } };
      },
      async renderPaymentWindow({ variantKey } = {}) {
        if (!amount) refuse("NOT_SETUP_AMOUNT");
        const keys = variantKey === undefined ? {} : variantKey;
        if (typeof keys !== "object" || keys === null || Object.values(keys).some((key) => typeof key !== "string")) refuse("INVALID_VARIANT_KEY");
        if (methods) refuse("PAYMENT_METHODS_WIDGET_ALREADY_RENDERED");
        const listeners = { paymentRequest: [], cancel: [] };
        const cover = document.createElement("div");
        cover.setAttribute("data-sandbox-widget", "window");
        cover.style.cssText = "position:fixed;inset:0;background:rgba(0,0,0,.45);display:flex;align-items:center;justify-content:center;z-index:2147483646";
        const box = widget(METHOD_CHOICE + AGREEMENT + '<div style="display:grid;grid-template-columns:1fr 2fr;gap:8px;margin-top:12px">'
          + '<button type="button" data-testid="window-cancel" style="min-height:48px">취소</button>'
          + '<button type="button" data-testid="window-pay" style="min-height:48px;border:0;border-radius:10px;background:#0f766e;color:#fff;font:inherit;font-weight:700">결제하기</button></div>', "window-box");
        box.style.width = "min(480px, 92vw)";
        cover.append(box);
        document.body.append(cover);
        const agreed = () => box.querySelector("[data-testid=agree]").checked;
        methods = { selected: () => box.querySelector("input[type=radio]:checked").value };
        agreement = { agreed };
        const close = () => { cover.remove(); methods = null; agreement = null; };
        box.querySelector("[data-testid=window-pay]").addEventListener("click", () => {
          if (agreed()) listeners.paymentRequest.forEach((tell) => tell({ paymentMethod: { code: methods.selected() } }));
        });
        box.querySelector("[data-testid=window-cancel]").addEventListener("click", () => { close(); listeners.cancel.forEach((tell) => tell()); });
        return { on(name, tell) { if (listeners[name]) listeners[name].push(tell); }, destroy: async () => close() };
      },
      requestPaymentWindow: async () => refuse("NOT_SUPPORTED_METHOD", "requestPaymentWindow는 폐기되었습니다. renderPaymentWindow를 사용해주세요."),
      async requestPayment(request) {
        if (!amount) refuse("NOT_SETUP_AMOUNT");
        if (!methods || !methods.selected()) refuse("NOT_SELECTED_PAYMENT_METHOD");
        if (agreement && !agreement.agreed()) refuse("NEED_AGREEMENT_WITH_REQUIRED_TERMS");
        if (typeof request !== "object" || request === null) refuse("INVALID_PARAMETERS");
        checkCommon(request, COMMON.filter((name) => name !== "amount"));
        return start(orderOf(clientKey, request, amount.value, methods.selected(), "ko"), request.windowTarget, { paymentType: "NORMAL" });
      },
    };
    return api;
  }

  const V1_METHODS = { 카드: "CARD", 가상계좌: "VIRTUAL_ACCOUNT", 계좌이체: "TRANSFER", 휴대폰: "MOBILE_PHONE", 토스결제: "CARD",
    문화상품권: "CULTURE_GIFT_CERTIFICATE", 도서문화상품권: "BOOK_GIFT_CERTIFICATE", 게임문화상품권: "GAME_GIFT_CERTIFICATE" };
  function requestV1(clientKey, name, request) {
    return Promise.resolve().then(() => {
      const method = METHODS.includes(name) ? name : V1_METHODS[name];
      if (!method) refuse("INVALID_PARAMETER", "지원되지 않는 결제수단입니다.");
      if (typeof request !== "object" || request === null || typeof request.amount !== "number" || request.amount <= 0) refuse("INVALID_PARAMETER", "금액이 올바르지 않습니다.");
      if (typeof request.orderId !== "string" || !/^[A-Za-z0-9\-_=]{6,64}$/.test(request.orderId)) refuse("INVALID_PARAMETER", MESSAGES.INVALID_ORDER_ID);
      if (typeof request.orderName !== "string" || !request.orderName || request.orderName.length > 100) refuse("INVALID_PARAMETER", "주문 이름은 100자 이하여야 합니다.");
      for (const name of ["successUrl", "failUrl"]) {
        if (request[name] !== undefined) checkUrl(request[name], "INVALID_PARAMETER");
      }
      return start(orderOf(clientKey, request, request.amount, method, "ko"), request.windowTarget);
    });
  }

  function TossPayments(clientKey) {
    checkClientKey(clientKey);
    if (VERSION === "v1") {
      return { requestPayment: (name, request) => requestV1(clientKey, name, request), cancelPayment: () => destroy() };
    }
    const onlyV1 = () => refuse("V1_METHOD_NOT_SUPPORTED");
    return {
      payment: (options) => payment(clientKey, options),
      widgets: (options) => widgets(clientKey, options),
      brandpay: () => refuse("NOT_SUPPORTED_METHOD"),
      requestPayment: onlyV1,
      cancelPayment: onlyV1,
    };
  }
  TossPayments.ANONYMOUS = ANONYMOUS;
  window.TossPayments = TossPayments;
})();
