package com.xiaojinpro.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The sections {@code [validation]}, {@code [idempotency]} and {@code [redis]}. */
final class IntakeSection {
    private static final int DAY_MS = 86_400_000;
    private static final int MANY = 1_000_000;
    private static final List<String> SCHEMES = List.of("redis", "rediss");

    private IntakeSection() {}

    static Intake read(TomlSettings root) {
        return new Intake(
                ceilings(root.table("validation")), idempotency(root.table("idempotency")), redis(root.table("redis")));
    }

    private static Ceilings ceilings(TomlSettings section) {
        Ceilings defaults = Ceilings.DEFAULT;
        return new Ceilings(
                (int) section.integer("max_messages", defaults.maxMessages(), 1, MANY),
                (int) section.integer("max_tools", defaults.maxTools(), 0, MANY),
                section.integer("max_output_tokens", defaults.maxOutputTokens(), 1, Integer.MAX_VALUE),
                (int) section.integer("max_parts", defaults.maxParts(), 1, MANY),
                (int) section.integer("max_image_bytes", defaults.maxImageBytes(), 0, 1 << 30),
                (int) section.integer("json_depth", defaults.jsonDepth(), 4, Ceilings.READER_DEPTH),
                section.bool("ranges", defaults.ranges()));
    }

    private static IdempotencySettings idempotency(TomlSettings section) {
        IdempotencySettings defaults = IdempotencySettings.DEFAULT;
        String duplicates = section.word("duplicates", "wait", List.of("wait", "refuse"));
        return new IdempotencySettings(
                IdempotencySettings.Duplicates.valueOf(duplicates.toUpperCase(Locale.ROOT)),
                section.millis("ttl_ms", defaults.ttl(), 1_000, 7 * DAY_MS),
                section.millis("lease_ms", defaults.lease(), 2_000, DAY_MS),
                section.millis("wait_ms", defaults.patience(), 0, DAY_MS),
                (int) section.integer("max_answer_bytes", defaults.maxAnswerBytes(), 0, 64 << 20),
                section.millis("store_timeout_ms", defaults.storeTimeout(), 10, 60_000));
    }

    /** The problem does not quote the URL: it may hold a password. */
    private static @Nullable Secret redis(TomlSettings section) {
        Secret url = section.secret("url");
        if (url != null && !isRedis(url.reveal())) {
            section.problem("url", "is not the address of a Redis; redis://host:6379 or rediss://host:6379 was meant");
            return null;
        }
        return url;
    }

    private static boolean isRedis(String url) {
        try {
            URI parsed = new URI(url);
            return parsed.getHost() != null && SCHEMES.contains(String.valueOf(parsed.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
