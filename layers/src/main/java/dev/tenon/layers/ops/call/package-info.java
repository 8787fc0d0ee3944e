/**
 * A call of a function, and where functions are listed: {@link dev.tenon.layers.ops.call.OpArgs},
 * {@link dev.tenon.layers.ops.call.OpRegistrar}.
 */
@NullMarked
package dev.tenon.layers.ops.call;

import org.jspecify.annotations.NullMarked;
