/**
 * The walk over a graph that applies a rule to each node: {@link dev.tenon.lifting.walk.GraphWalk}.
 * {@link dev.tenon.lifting.walk.Site} is what a rule sees, {@link
 * dev.tenon.lifting.walk.LayerChain} applies layers, {@link dev.tenon.lifting.walk.Functions}
 * writes what no layer says.
 */
@NullMarked
package dev.tenon.lifting.walk;

import org.jspecify.annotations.NullMarked;
