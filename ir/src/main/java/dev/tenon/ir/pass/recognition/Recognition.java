package dev.tenon.ir.pass.recognition;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.pass.Cleanup;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.Rewriter;

/**
 * Recognises operators that an exporter decomposed: layer, RMS and group normalization, GELU.
 *
 * <p>It follows {@link Parameters#freeze}, because it reads constants. A match depends on structure
 * and constants only, and changes at most the rounding of the last bits. Values inside a match
 * disappear, so inspection and unchanged export use another graph.
 */
public final class Recognition {
  private Recognition() {}

  /** Returns the graph with the recognised operators. */
  public static Graph apply(Graph graph) {
    Graph now = Cleanup.apply(graph);
    now = Rewriter.apply(now, RecogniseGelu::visit);
    now = Rewriter.apply(now, RecogniseScaledNormalization::visit);
    now = Rewriter.apply(now, RecogniseNormalization::visit);
    now = Rewriter.apply(now, RecogniseNormalization::affine);
    now = Rewriter.apply(now, RecogniseGroups::visit);
    return Cleanup.apply(now);
  }
}
