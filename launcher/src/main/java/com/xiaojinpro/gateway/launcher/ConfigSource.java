package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.LoadedConfig;

/** Where a configuration comes from. Its methods block; used by one thread at a time. */
interface ConfigSource {

    /** Reads everything anew. */
    Loading load();

    /** What has come of it. */
    sealed interface Loading {

        record Ready(LoadedConfig loaded) implements Loading {}

        /**
         * @param problems one problem a line
         */
        record Broken(String problems) implements Loading {}
    }
}
