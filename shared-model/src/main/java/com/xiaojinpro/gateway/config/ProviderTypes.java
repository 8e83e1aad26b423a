package com.xiaojinpro.gateway.config;

import java.util.Collection;

/** What the configuration needs to know of the provider packages, which it cannot see. */
public interface ProviderTypes {

    /** The words {@code type = "..."} may be. */
    Collection<String> names();

    /**
     * Has the package of a provider read its settings, and report to them what is wrong; a key it does not read is
     * unknown. The type is one of {@link #names()}.
     */
    void read(ProviderConfig provider);
}
