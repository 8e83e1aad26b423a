package com.xiaojinpro.gateway.connector;

/** A configured provider: either one that is asked over HTTP, through a pure codec, or one inside the gateway. Immutable. */
public sealed interface Provider permits HttpCodec, LocalProvider {}
