/**
 * The one JSON form of the model: the wire between nodes, golden files, debug dumps. Its rules, which let two versions of
 * the gateway share a cluster: what is unset is not written; a field the reader does not know is skipped; a word it does
 * not know is a fault where skipping it would change what is asked or answered, and reads as its careful neighbour where it
 * would not ({@code Usage.Source}, {@code FaultKind}). Field names and words never change their meaning. Raw JSON travels
 * inside JSON strings and comes back byte for byte. Pure and thread-safe.
 */
@NullMarked
package com.xiaojinpro.gateway.model.json;

import org.jspecify.annotations.NullMarked;
