package com.xiaojinpro.gateway.connector.media;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;

/**
 * Why media cannot be had. All are the client's to mend, but another target may fetch the address itself. They show a host
 * and a path, never a query, which may hold a signature.
 */
final class MediaFaults {
    private MediaFaults() {}

    static Fault notFetched() {
        return fault("The model's provider cannot fetch media by address, and this gateway does not either; send the"
                + " media inline as base64.");
    }

    static Fault tooMany(int most) {
        return fault("The request has more than " + most + " addresses of media to fetch.");
    }

    static Fault notAnAddress(String shown) {
        return fault("The media at " + shown + " cannot be fetched: only http and https addresses are.");
    }

    static Fault forbidden(String shown) {
        return fault("The media at " + shown + " are not fetched: the address is not a public one.")
                .withCode("media_address_forbidden");
    }

    static Fault unreachable(String shown) {
        return fault("The media at " + shown + " cannot be fetched: the address cannot be reached.");
    }

    static Fault answered(String shown, int status) {
        return fault("The media at " + shown + " cannot be fetched: the server answered " + status + ".");
    }

    static Fault tooManyRedirects(String shown) {
        return fault("The media at " + shown + " cannot be fetched: it is redirected too often.");
    }

    static Fault tooLarge(String shown, int most) {
        return fault("The media at " + shown + " cannot be fetched: the media of a request may have " + most
                + " bytes together.");
    }

    static Fault tooSlow(String shown) {
        return fault("The media at " + shown + " did not come in time.");
    }

    static Fault abandoned(String shown) {
        return fault("The media at " + shown + " are not wanted any more.");
    }

    static Fault notMedia(String shown, String type) {
        return fault("The media at " + shown + " cannot be used: the server says they are '" + type + "'.");
    }

    private static Fault fault(String message) {
        return Fault.of(FaultKind.INVALID_REQUEST, message)
                .withCode("media_not_fetched")
                .withRetryable(true);
    }
}
