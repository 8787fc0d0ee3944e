/**
 * Passes from graph to graph. {@link dev.tenon.ir.pass.Rewriter} rewrites a graph and replaces some
 * nodes; {@link dev.tenon.ir.pass.Cleanup}, {@link dev.tenon.ir.pass.DeadCode} and {@link
 * dev.tenon.ir.pass.Parameters} are passes of general use. The others are in packages by purpose.
 * {@link dev.tenon.ir.pass.PassPipeline} applies several to a graph.
 */
@NullMarked
package dev.tenon.ir.pass;

import org.jspecify.annotations.NullMarked;
