package com.xiaojinpro.gateway.ingress.validation;

import com.xiaojinpro.gateway.config.Ceilings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks what the readers of the protocols cannot know: the operator's ceilings, and whether values that have the right type
 * lie where the protocol allows them. Everything that is wrong is found in one go. Pure.
 */
public final class Validation {
    private final UnifiedRequest request;
    private final Ceilings ceilings;
    private final List<Violation> found = new ArrayList<>(0);
    private final List<String> largeImages = new ArrayList<>(0);
    private int parts;

    private Validation(UnifiedRequest request, Ceilings ceilings) {
        this.request = request;
        this.ceilings = ceilings;
    }

    /** All that is wrong; empty where nothing is. */
    public static List<Violation> check(UnifiedRequest request, Ceilings ceilings) {
        return new Validation(request, ceilings).run();
    }

    /** Refuses a body that is nested too deep, before anything is built from it. The reader's own bound costs no extra look. */
    public static @Nullable Fault depth(Buffer body, Ceilings ceilings) {
        int allowed = ceilings.jsonDepth();
        return allowed < Ceilings.READER_DEPTH && JsonDepth.exceeds(body, allowed)
                ? Fault.invalid(null, "The JSON is nested deeper than " + allowed + " levels.")
                        .withCode("invalid_json")
                : null;
    }

    /** One fault that says it all and points at the first. */
    public static Fault fault(List<Violation> violations) {
        Violation first = violations.get(0);
        StringBuilder message = new StringBuilder();
        for (Violation violation : violations) {
            message.append(message.isEmpty() ? "" : " ")
                    .append("Invalid value for '")
                    .append(violation.path())
                    .append("': ")
                    .append(violation.message());
        }
        return Fault.invalid(first.path(), message.toString()).withCode("invalid_value");
    }

    private List<Violation> run() {
        count(messagesPath(), request.messages().size(), ceilings.maxMessages(), "messages are accepted.");
        count("tools", request.tools().size(), ceilings.maxTools(), "tools are accepted.");
        for (UnifiedMessage message : request.messages()) {
            parts(message.parts());
        }
        count(messagesPath(), parts, ceilings.maxParts(), "parts of messages are accepted.");
        if (!largeImages.isEmpty()) {
            String limit = "an image of at most " + ceilings.maxImageBytes() + " bytes is accepted.";
            for (String path : ImagePlaces.of(request.body(), largeImages, messagesPath())) {
                found.add(new Violation(path, limit));
            }
        }
        Long asked = request.maxOutputTokens();
        if (asked != null && asked > ceilings.maxOutputTokens()) {
            found.add(new Violation(
                    OutputField.of(request), "at most " + ceilings.maxOutputTokens() + " tokens may be asked for."));
        }
        if (ceilings.ranges()) {
            ParameterRanges.check(request, found);
        }
        return found;
    }

    private void count(String path, int count, int most, String what) {
        if (count > most) {
            found.add(new Violation(path, "at most " + most + " " + what));
        }
    }

    private void parts(List<ContentPart> list) {
        for (ContentPart part : list) {
            parts++;
            if (part instanceof ContentPart.Image image
                    && image.source() instanceof MediaSource.Inline inline
                    && decoded(inline.data()) > ceilings.maxImageBytes()) {
                largeImages.add(inline.base64());
            } else if (part instanceof ContentPart.ToolResult result) {
                parts(result.content());
            }
        }
    }

    private static long decoded(LongText base64) {
        int end = base64.length();
        while (end > 0 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return end * 3L / 4;
    }

    private String messagesPath() {
        Dialect dialect = request.dialect();
        return dialect == Dialect.OPENAI_RESPONSES || dialect == Dialect.OPENAI_EMBEDDINGS ? "input" : "messages";
    }
}
