/**
 * From a graph of operators to Keras layers that mean the same: {@link
 * dev.tenon.lifting.KerasLayers} prepares the graph, walks it ({@code walk}) with rules ({@code
 * rules}, {@code recurrent}, {@code masking}) and falls back on functions ({@code functions}).
 */
@NullMarked
package dev.tenon.lifting;

import org.jspecify.annotations.NullMarked;
