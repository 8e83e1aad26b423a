package com.xiaojinpro.gateway.accounts.keys;

/**
 * Who changes something, for the audit log.
 *
 * @param name such as {@code admin 3k..}, {@code cli user}, {@code gateway}
 */
public record Actor(String name) {}
