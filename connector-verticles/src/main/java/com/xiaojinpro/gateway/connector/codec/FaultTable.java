package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's error means to the gateway: its code where the code is known, else its HTTP status. The provider's
 * sentence is kept, without what no client may read. Immutable.
 *
 * <p>Retryable says whether an attempt elsewhere may succeed: never for what the client caused, always for what is wrong
 * between the gateway and this provider (its credential, its credit, a model it does not have).
 */
public final class FaultTable {
    private static final Set<String> CONTEXT = Set.of(
            "context_length_exceeded",
            "max_tokens_exceeded",
            "token_limit_exceeded",
            "exceed_context_size_error",
            "model_context_window_exceeded",
            "context_window_exceeded");
    private static final Set<String> FILTERED = Set.of(
            "content_filter",
            "content_filter_error",
            "content_policy_violation",
            "responsibleaipolicyviolation",
            "moderation_blocked",
            "data_inspection_failed",
            "datainspectionfailed",
            "sensitive",
            "image_content_policy_violation",
            "bio_policy",
            "refusal");
    private static final Set<String> BILLING = Set.of(
            "insufficient_quota",
            "insufficient_credits",
            "insufficient_balance",
            "insufficient_funds",
            "billing_hard_limit_reached",
            "billing_not_active",
            "billing_error",
            "payment_required",
            "quota_exceeded",
            "exceeded_current_quota_error",
            "credit_balance_too_low",
            "arrearage",
            "enforced_spend_limit_reached",
            "contract_spend_limit_reached");
    private static final Set<String> OVERLOADED = Set.of(
            "overloaded",
            "overloaded_error",
            "server_overloaded",
            "engine_overloaded",
            "engine_overloaded_error",
            "provider_overloaded",
            "unavailable",
            "service_unavailable",
            "capacity_exceeded");
    private static final Set<String> RATE_LIMITED = Set.of(
            "rate_limit_exceeded",
            "rate_limit_error",
            "rate_limit_reached",
            "resource_exhausted",
            "too_many_requests",
            "throttling");
    private static final Set<String> NOT_FOUND = Set.of(
            "model_not_found",
            "deploymentnotfound",
            "not_found",
            "not_found_error",
            "model_not_available",
            "unknown_model");
    private static final Set<String> CREDENTIAL = Set.of(
            "invalid_api_key",
            "authentication",
            "authentication_error",
            "unauthorized",
            "unauthenticated",
            "permission_denied",
            "permission_error",
            "invalid_authentication",
            "account_deactivated");
    private static final Set<String> TIMEOUT =
            Set.of("timeout", "timeout_error", "deadline_exceeded", "request_timeout", "vector_store_timeout");
    private static final Set<String> UNAVAILABLE = Set.of(
            "server_error",
            "server",
            "internal_server_error",
            "internal_error",
            "internal",
            "provider_unavailable",
            "api_error");
    private static final Set<String> INVALID = Set.of(
            "invalid_request_error",
            "invalid_request",
            "invalid_argument",
            "invalid_prompt",
            "invalid_image",
            "invalid_image_format",
            "invalid_base64_image",
            "invalid_image_url",
            "invalid_image_mode",
            "image_too_large",
            "image_too_small",
            "image_parse_error",
            "image_file_too_large",
            "image_file_not_found",
            "empty_image_file",
            "unsupported_image_media_type",
            "failed_to_download_image",
            "data_residency_mismatch",
            "unsupported_image_format",
            "string_too_long",
            "unprocessable",
            "failed_precondition",
            "precondition_failed",
            "badrequesterror",
            "tool_use_failed",
            "json_validate_failed");

    private final Redaction redaction;

    public FaultTable(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * The fault behind an error.
     *
     * @param status the HTTP status of the answer; below 400 where the error came inside a successful one
     * @param retryAfter what the provider asks to wait, or null
     */
    public Fault of(int status, ProviderError error, @Nullable Duration retryAfter) {
        int told = status >= 400 ? status : error.status();
        FaultKind kind = kind(told, error);
        String message = error.message();
        String sentence = message == null || message.isBlank() ? sentence(kind, told) : redaction.of(message);
        boolean wait = kind.retryable() || kind == FaultKind.BILLING;
        return new Fault(
                kind,
                sentence,
                error.code() == null ? null : redaction.of(error.code()),
                error.param(),
                wait ? retryAfter : null,
                retryable(kind),
                status >= 400 ? status : told);
    }

    private static FaultKind kind(int status, ProviderError error) {
        String code = lower(error.code());
        String type = lower(error.type());
        String text = lower(error.message());
        FaultKind byCode = byWord(code);
        if (byCode == null || byCode == FaultKind.INVALID_REQUEST || byCode == FaultKind.UPSTREAM_UNAVAILABLE) {
            FaultKind byType = byWord(type);
            // A class of errors says less than a code, except that it names something more particular than the code.
            byCode = byCode == null || (byType != null && byType != FaultKind.INVALID_REQUEST) ? byType : byCode;
        }
        if (clientStatus(status) && contextText(text)) {
            return FaultKind.CONTEXT_LENGTH;
        }
        boolean vague = byCode == null
                || byCode == FaultKind.INVALID_REQUEST
                || (byCode == FaultKind.UPSTREAM_AUTH && status == 0)
                || byCode == FaultKind.UPSTREAM_UNAVAILABLE;
        if (status >= 400 && vague) {
            return byStatus(status, text);
        }
        if (byCode == FaultKind.RATE_LIMITED && billingText(text)) {
            return FaultKind.BILLING;
        }
        return byCode == null ? FaultKind.UPSTREAM_UNAVAILABLE : byCode;
    }

    private static @Nullable FaultKind byWord(String word) {
        if (word.isEmpty()) {
            return null;
        }
        if (CONTEXT.contains(word)) {
            return FaultKind.CONTEXT_LENGTH;
        }
        if (FILTERED.contains(word)) {
            return FaultKind.CONTENT_FILTERED;
        }
        if (BILLING.contains(word)) {
            return FaultKind.BILLING;
        }
        if (RATE_LIMITED.contains(word)) {
            return FaultKind.RATE_LIMITED;
        }
        if (OVERLOADED.contains(word)) {
            return FaultKind.OVERLOADED;
        }
        if (NOT_FOUND.contains(word)) {
            return FaultKind.NOT_FOUND;
        }
        if (CREDENTIAL.contains(word)) {
            return FaultKind.UPSTREAM_AUTH;
        }
        if (TIMEOUT.contains(word)) {
            return FaultKind.TIMEOUT;
        }
        if (UNAVAILABLE.contains(word)) {
            return FaultKind.UPSTREAM_UNAVAILABLE;
        }
        return INVALID.contains(word) ? FaultKind.INVALID_REQUEST : null;
    }

    private static FaultKind byStatus(int status, String text) {
        return switch (status) {
            case 401 -> FaultKind.UPSTREAM_AUTH;
            case 402 -> FaultKind.BILLING;
            case 403 ->
                text.contains("moderation") || text.contains("flagged")
                        ? FaultKind.CONTENT_FILTERED
                        : FaultKind.UPSTREAM_AUTH;
            case 404 -> FaultKind.NOT_FOUND;
            case 408, 504, 524 -> FaultKind.TIMEOUT;
            case 409 -> FaultKind.CONFLICT;
            case 413 -> FaultKind.TOO_LARGE;
            case 415 -> FaultKind.UNSUPPORTED_MEDIA;
            case 429 -> billingText(text) ? FaultKind.BILLING : FaultKind.RATE_LIMITED;
            case 503, 529 -> FaultKind.OVERLOADED;
            // Anthropic says with a 400 that there is no credit.
            case 400 -> text.contains("credit balance is too low") ? FaultKind.BILLING : FaultKind.INVALID_REQUEST;
            default -> status < 500 ? FaultKind.INVALID_REQUEST : FaultKind.UPSTREAM_UNAVAILABLE;
        };
    }

    private static boolean retryable(FaultKind kind) {
        return kind.retryable() || kind == FaultKind.BILLING || kind == FaultKind.NOT_FOUND;
    }

    private static boolean clientStatus(int status) {
        return status == 0 || status == 400 || status == 413 || status == 422;
    }

    private static boolean contextText(String text) {
        return text.contains("maximum context length")
                || text.contains("context length exceeded")
                || text.contains("context window")
                || text.contains("prompt is too long")
                || text.contains("exceeds the available context")
                || text.contains("exceeds the context")
                || text.contains("exceed context limit");
    }

    private static boolean billingText(String text) {
        return text.contains("exceeded your current quota")
                || text.contains("insufficient credit")
                || text.contains("insufficient balance")
                || text.contains("insufficient quota")
                || text.contains("requires more credits")
                || text.contains("credit balance");
    }

    private static String lower(@Nullable String word) {
        return word == null ? "" : word.toLowerCase(Locale.ROOT);
    }

    private static String sentence(FaultKind kind, int status) {
        String of = status >= 400 ? " (status " + status + ")" : "";
        return switch (kind) {
            case UPSTREAM_AUTH -> "The provider refused the gateway's credential" + of + ".";
            case BILLING -> "The provider's account has no credit left" + of + ".";
            case NOT_FOUND -> "The provider does not have this model" + of + ".";
            case RATE_LIMITED -> "The provider limits the rate of requests" + of + ".";
            case OVERLOADED -> "The provider is overloaded" + of + ".";
            case TIMEOUT -> "The provider took too long" + of + ".";
            case TOO_LARGE -> "The request is too large for the provider" + of + ".";
            case CONTENT_FILTERED -> "The provider's content filter refused the request" + of + ".";
            case CONTEXT_LENGTH -> "The request is longer than the model's context" + of + ".";
            case INVALID_REQUEST, CONFLICT, UNSUPPORTED_MEDIA -> "The provider did not accept the request" + of + ".";
            case AUTHENTICATION,
                    PERMISSION,
                    METHOD_NOT_ALLOWED,
                    CLIENT_GONE,
                    INTERNAL,
                    UPSTREAM_INVALID,
                    UPSTREAM_UNAVAILABLE,
                    STREAM_INCOMPLETE,
                    UNAVAILABLE -> "The provider failed" + of + ".";
        };
    }
}
