/** Options for loading Keras files: {@link dev.tenon.loading.CustomLayers}. */
@NullMarked
package dev.tenon.loading;

import org.jspecify.annotations.NullMarked;
