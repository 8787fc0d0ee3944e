/** Graphs of layers and operators, their values and parameters. */
@NullMarked
package dev.tenon.ir.graph;

import org.jspecify.annotations.NullMarked;
