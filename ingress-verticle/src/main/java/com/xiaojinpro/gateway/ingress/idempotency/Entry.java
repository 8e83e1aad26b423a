package com.xiaojinpro.gateway.ingress.idempotency;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stands at a key, in the one form that every store keeps. The first byte is the form's version. */
sealed interface Entry {
    int VERSION = 1;
    int RUNNING = 0;
    int ANSWERED = 1;

    /** Of the request that the key was first sent with. */
    Fingerprint fingerprint();

    /**
     * A call that has no answer yet.
     *
     * @param call tells it from every other call
     */
    record Running(Fingerprint fingerprint, String call) implements Entry {}

    /** A call that has been answered. */
    record Answered(Fingerprint fingerprint, StoredAnswer answer) implements Entry {}

    /** The bytes of an entry. */
    static byte[] write(Entry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            if (entry instanceof Answered answered) {
                out.writeByte(ANSWERED);
                answered.fingerprint().write(out);
                StoredAnswer answer = answered.answer();
                out.writeShort(answer.status());
                out.writeShort(answer.headers().size());
                for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                    out.writeUTF(header.getKey());
                    out.writeUTF(header.getValue());
                }
                out.write(answer.body().getBytes());
            } else if (entry instanceof Running running) {
                out.writeByte(RUNNING);
                running.fingerprint().write(out);
                out.writeUTF(running.call());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The entry of some bytes. Those of another version, or of none, are thrown as an illegal argument. */
    static Entry read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            int kind = in.readUnsignedByte();
            if (version != VERSION || kind > ANSWERED) {
                throw new IllegalArgumentException("an entry of version " + version + ", kind " + kind);
            }
            Fingerprint fingerprint = Fingerprint.read(in);
            if (kind == RUNNING) {
                return new Running(fingerprint, in.readUTF());
            }
            int status = in.readUnsignedShort();
            int count = in.readUnsignedShort();
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                headers.put(in.readUTF(), in.readUTF());
            }
            return new Answered(fingerprint, new StoredAnswer(status, headers, Buffer.buffer(in.readAllBytes())));
        } catch (IOException e) {
            throw new IllegalArgumentException("an entry that is cut off", e);
        }
    }
}
