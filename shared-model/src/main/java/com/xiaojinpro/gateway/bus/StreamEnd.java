package com.xiaojinpro.gateway.bus;

/** One end of a stream, registered at an {@link Endpoint} under its id. Called on the endpoint's event loop. */
public interface StreamEnd {

    /** A frame for this stream. What it throws fails this stream only. */
    void frame(Frame frame);

    /** A peer this end watches is gone: killed, silent, unreachable or out of the cluster. */
    void peerLost(String address);

    /** This end's own handler threw; the stream cannot go on. */
    void broken(Throwable bug);

    /** Called about once a second, so that an end can ask whether the other one still knows the stream. */
    void tick(long nowNanos);
}
