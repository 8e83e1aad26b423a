package com.xiaojinpro.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the scripted upstream answers to one request: status, headers, and then step by step its body. A script whose steps are
 * all played ends the body properly, unless its last step is a stall, a cut or a reset. Build it, hand it over, and do not
 * change it afterwards; the same script may be played many times at once.
 */
public final class Script {
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private Framing framing;
    private boolean gzip;
    private int pieceSize = Integer.MAX_VALUE;
    private String lineEnd = "\n";

    private Script(int status, Framing framing) {
        this.status = status;
        this.framing = framing;
    }

    /** How the end of the body is told. */
    enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    /** A stream of server-sent events: 200, {@code text/event-stream}, chunked. */
    public static Script stream() {
        return new Script(200, Framing.CHUNKED).header("content-type", "text/event-stream");
    }

    /** A chunked answer without any header of its own, for bodies that are neither JSON nor server-sent events. */
    public static Script chunked(int status) {
        return new Script(status, Framing.CHUNKED);
    }

    /** A complete JSON answer with its length. */
    public static Script json(int status, String body) {
        return new Script(status, Framing.LENGTH)
                .header("content-type", "application/json")
                .send(body);
    }

    /** A 200 with a JSON body. */
    public static Script json(String body) {
        return json(200, body);
    }

    /** An answer with a length and no header of its own. */
    public static Script body(int status, byte[] body) {
        return new Script(status, Framing.LENGTH).send(body);
    }

    /** Takes the request and never sends a byte. */
    public static Script silence() {
        return new Script(200, Framing.CHUNKED).stall();
    }

    /** Takes the request and resets the connection without an answer. */
    public static Script refusal() {
        return new Script(200, Framing.CHUNKED).reset();
    }

    /** Sets a header; the name is written as given. */
    public Script header(String name, String value) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        headers.put(name, value);
        return this;
    }

    /** Sets the content type, for answers that claim to be what they are not. */
    public Script contentType(String value) {
        return header("content-type", value);
    }

    /** Sends bytes as one HTTP chunk. */
    public Script send(byte[] bytes) {
        steps.add(new Step.Send(bytes.clone()));
        return this;
    }

    /** Sends text as one HTTP chunk. */
    public Script send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends {@code data: <data>} and an empty line as one HTTP chunk. */
    public Script event(String data) {
        return send("data: " + data + "\n\n");
    }

    /** Sends a named event as one HTTP chunk. */
    public Script event(String name, String data) {
        return send("event: " + name + "\ndata: " + data + "\n\n");
    }

    /** Sends several unnamed events. */
    public Script events(List<String> datas) {
        datas.forEach(this::event);
        return this;
    }

    /** Sends several unnamed events in a single HTTP chunk. */
    public Script together(List<String> datas) {
        StringBuilder all = new StringBuilder();
        datas.forEach(data -> all.append("data: ").append(data).append("\n\n"));
        return send(all.toString());
    }

    /** Sends a comment line. */
    public Script comment(String text) {
        return send(": " + text + "\n\n");
    }

    /** Sends {@code data: [DONE]}, the terminal signal of OpenAI streams. */
    public Script done() {
        return event("[DONE]");
    }

    /** Sends an event many times, each as one HTTP chunk: what a back-pressure test needs. */
    public Script repeat(String data, long times) {
        steps.add(new Step.Repeat(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8), times));
        return this;
    }

    /** Sends status and headers before there is a body. */
    public Script head() {
        steps.add(new Step.Head());
        return this;
    }

    /** Waits until the test opens the gate; before anything else it holds back the status too. */
    public Script pause(Gate gate) {
        steps.add(new Step.Pause(gate));
        return this;
    }

    /** Sends nothing more and keeps the connection open. */
    public Script stall() {
        steps.add(new Step.Stall());
        return this;
    }

    /** Ends the connection with FIN in the middle of an HTTP chunk. */
    public Script cut() {
        steps.add(new Step.Cut());
        return this;
    }

    /** Ends the connection with RST. */
    public Script reset() {
        steps.add(new Step.Reset());
        return this;
    }

    /** Sends every byte of the body as an HTTP chunk of its own. */
    public Script oneByteAtATime() {
        return pieces(1);
    }

    /** Sends the body in HTTP chunks of at most this many bytes. */
    public Script pieces(int bytes) {
        pieceSize = bytes;
        return this;
    }

    /** Ends every line of the body with CR LF. */
    public Script crlf() {
        lineEnd = "\r\n";
        return this;
    }

    /** Ends every line of the body with CR alone, which server-sent events allow. */
    public Script cr() {
        lineEnd = "\r";
        return this;
    }

    /** Compresses the body with gzip, flushed after each chunk. */
    public Script gzip() {
        gzip = true;
        return header("content-encoding", "gzip");
    }

    /** Marks the end of the body by closing the connection, so that a cut cannot be told from an end. */
    public Script closeDelimited() {
        framing = Framing.CLOSE;
        return header("connection", "close");
    }

    int status() {
        return status;
    }

    Framing framing() {
        return framing;
    }

    boolean gzipped() {
        return gzip;
    }

    int pieceSize() {
        return pieceSize;
    }

    Map<String, String> headers() {
        return headers;
    }

    List<Step> steps() {
        return steps;
    }

    /** The bytes with this script's line ends. */
    byte[] lines(byte[] bytes) {
        if (lineEnd.equals("\n")) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
        for (byte b : bytes) {
            if (b == '\n') {
                out.writeBytes(lineEnd.getBytes(StandardCharsets.US_ASCII));
            } else {
                out.write(b);
            }
        }
        return out.toByteArray();
    }
}
