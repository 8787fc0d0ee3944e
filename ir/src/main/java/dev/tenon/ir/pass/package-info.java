/**
 * Passes from graph to graph. {@link dev.tenon.ir.pass.Rewriter} writes a graph anew while some
 * nodes are replaced; {@link dev.tenon.ir.pass.Cleanup}, {@link dev.tenon.ir.pass.DeadCode} and
 * {@link dev.tenon.ir.pass.Parameters} are passes of general use. The others lie in packages by
 * what they are for. {@link dev.tenon.ir.pass.PassPipeline} applies several to a graph.
 */
@NullMarked
package dev.tenon.ir.pass;

import org.jspecify.annotations.NullMarked;
