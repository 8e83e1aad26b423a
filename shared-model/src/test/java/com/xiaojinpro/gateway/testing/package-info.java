/**
 * Tools that the tests of every module share: a scripted provider over real TCP, and builders of what providers send. They
 * stand on java.net alone, so that they are independent of the stack under test.
 */
@NullMarked
package com.xiaojinpro.gateway.testing;

import org.jspecify.annotations.NullMarked;
