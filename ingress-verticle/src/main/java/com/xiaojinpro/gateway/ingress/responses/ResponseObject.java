package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the response object: what it is, how it stands, what it holds, what was asked. One answer. */
final class ResponseObject {
    private static final byte[] ERROR = ByteWriter.template(",\"error\":");
    private static final byte[] INCOMPLETE = ByteWriter.template(",\"incomplete_details\":");
    private static final byte[] OUTPUT = ByteWriter.template(",\"output\":");
    private static final byte[] USAGE = ByteWriter.template(",\"usage\":");
    private static final byte[] NULL = ByteWriter.template("null");

    private final byte[] head;
    private final Echo echo;
    private final boolean ownDialect;

    /**
     * The object of an answer.
     *
     * @param id the provider's id of its answer; kept where it speaks this protocol
     * @param model the model that answers; empty for the one asked for
     * @param created seconds since the epoch; 0 where the provider does not say
     * @param extras the provider's further members
     */
    ResponseObject(
            UnifiedRequest request,
            CallIdentity call,
            Dialect dialect,
            String id,
            String model,
            long created,
            Extras extras) {
        this.ownDialect = dialect == Dialect.OPENAI_RESPONSES;
        this.echo = new Echo(request, ownDialect ? extras : Extras.NONE);
        this.head = new ByteWriter(128)
                .raw("{\"id\":")
                .string(ownDialect && !id.isEmpty() ? id : Ids.response(call))
                .raw(",\"object\":\"response\",\"created_at\":")
                .number(created > 0 ? created : call.createdSeconds())
                .raw(",\"model\":")
                .string(model.isEmpty() ? request.model() : model)
                .raw(",\"status\":\"")
                .take()
                .getBytes();
    }

    /** Takes what the provider said with the end of its answer, where it speaks this protocol. */
    void report(Extras extras) {
        if (ownDialect) {
            echo.report(extras);
        }
    }

    /**
     * Appends the object.
     *
     * @param output appends the items, as an array
     */
    void write(
            ByteWriter out,
            ResponseStatus status,
            @Nullable Fault fault,
            Consumer<ByteWriter> output,
            @Nullable Usage usage) {
        out.raw(head).raw(status.word()).raw('"').raw(ERROR);
        if (fault == null) {
            out.raw(NULL);
        } else {
            out.raw("{\"code\":").string(ResponseStatus.code(fault.kind()));
            out.raw(",\"message\":").string(fault.message()).raw('}');
        }
        out.raw(INCOMPLETE);
        if (status.reason() == null) {
            out.raw(NULL);
        } else {
            out.raw("{\"reason\":").string(status.reason()).raw('}');
        }
        output.accept(out.raw(OUTPUT));
        out.raw(USAGE);
        if (usage == null) {
            out.raw(NULL);
        } else {
            ResponseUsage.write(out, usage, ownDialect);
        }
        echo.write(out);
        out.raw('}');
    }
}
