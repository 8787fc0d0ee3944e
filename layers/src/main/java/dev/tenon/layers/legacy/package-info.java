/**
 * Layers that Keras 3 no longer has but older files contain. Reading starts at {@code
 * LocallyConnected}, which declares LocallyConnected1D and LocallyConnected2D. Both lower through
 * {@code LocalProduct} and {@code LocalGrid}.
 */
@NullMarked
package dev.tenon.layers.legacy;

import org.jspecify.annotations.NullMarked;
