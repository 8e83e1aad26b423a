/** What every provider must keep, as tests: the contract suite, its stress transforms and the recordings it reads. */
@NullMarked
package com.xiaojinpro.gateway.connector.contract;

import org.jspecify.annotations.NullMarked;
