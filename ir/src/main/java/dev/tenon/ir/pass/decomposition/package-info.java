/**
 * Decompositions into simpler operators, for targets without a native kernel: {@link
 * dev.tenon.ir.pass.decomposition.Decompose} rewrites a graph, {@link
 * dev.tenon.ir.pass.decomposition.Expansions} a single node for an engine.
 */
@NullMarked
package dev.tenon.ir.pass.decomposition;

import org.jspecify.annotations.NullMarked;
