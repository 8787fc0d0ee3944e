package dev.tenon.exporters.layers;

/** Writes one node as layers. */
@FunctionalInterface
interface Rule {
  /**
   * Applies layers and says where the node's results are held.
   *
   * @throws NoLayer where no layer means the same
   */
  void apply(Site site);
}
