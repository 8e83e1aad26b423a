package com.xiaojinpro.gateway.ingress.validation;

/**
 * One thing that is wrong with a request.
 *
 * @param path of the field in the client's body
 * @param message a sentence for the client that does not repeat the path
 */
public record Violation(String path, String message) {}
