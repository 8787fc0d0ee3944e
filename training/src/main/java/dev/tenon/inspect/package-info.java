/** What can be told about a model without running it. */
@NullMarked
package dev.tenon.inspect;

import org.jspecify.annotations.NullMarked;
