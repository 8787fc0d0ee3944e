/**
 * The walk over a graph that applies a rule to each node: {@link dev.tenon.lifting.walk.GraphWalk}.
 * {@link dev.tenon.lifting.walk.LiftContext} is what a rule sees, {@link
 * dev.tenon.lifting.walk.LayerChain} applies layers, {@link
 * dev.tenon.lifting.walk.FunctionFallback} writes what no layer says.
 */
@NullMarked
package dev.tenon.lifting.walk;

import org.jspecify.annotations.NullMarked;
