package com.xiaojinpro.gateway.testing;

/** One thing the scripted upstream does while it answers. */
sealed interface Step {
    /** Sends bytes of the body. */
    record Send(byte[] bytes) implements Step {}

    /** Sends the same bytes again and again. */
    record Repeat(byte[] bytes, long times) implements Step {}

    /** Sends status and headers now; without it they go with the first bytes of the body. */
    record Head() implements Step {}

    /** Waits until the test opens the gate. */
    record Pause(Gate gate) implements Step {}

    /** Sends nothing more and keeps the connection open until the other side leaves. */
    record Stall() implements Step {}

    /** Ends the connection with FIN inside a chunk, or before the announced length. */
    record Cut() implements Step {}

    /** Ends the connection with RST. */
    record Reset() implements Step {}
}
