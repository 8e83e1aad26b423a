package com.xiaojinpro.gateway.config;

import java.io.IOException;

/** Reads the files that {@code file:PATH} secrets name. The owner decides what a relative path is relative to. */
@FunctionalInterface
public interface SecretFiles {

    /**
     * The whole text of a file.
     *
     * @param path as it stands in the configuration, after {@code file:}
     * @throws IOException where it cannot be read; its message is shown to the operator
     */
    String read(String path) throws IOException;
}
