package com.xiaojinpro.gateway.bus;

/** The shared addresses of the roles. */
public final class Addresses {
    /** Every router listens here. */
    public static final String ROUTE = "xjp.route";

    private Addresses() {}

    /** Every connector of that provider listens here. */
    public static String connect(String provider) {
        return "xjp.connect." + provider;
    }
}
