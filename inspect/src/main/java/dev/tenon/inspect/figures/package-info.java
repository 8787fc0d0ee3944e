/** Figures about a model's values and steps: statistics, costs, scores and small images. */
@NullMarked
package dev.tenon.inspect.figures;

import org.jspecify.annotations.NullMarked;
