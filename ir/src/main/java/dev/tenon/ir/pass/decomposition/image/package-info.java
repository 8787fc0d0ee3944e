/**
 * Decomposes operators that resample images or pool regions of them. Reading starts at {@link
 * dev.tenon.ir.pass.decomposition.Expansions}, which calls the rules. {@link
 * dev.tenon.ir.pass.decomposition.image.AffineRule} computes grids; {@link
 * dev.tenon.ir.pass.decomposition.image.DeformRule} and {@link
 * dev.tenon.ir.pass.decomposition.image.ProjectionRule} read pixels at computed places. {@link
 * dev.tenon.ir.pass.decomposition.image.PoolRules}, {@link
 * dev.tenon.ir.pass.decomposition.image.RegionRule} and {@link
 * dev.tenon.ir.pass.decomposition.image.RegionPoolRule} pool. {@link
 * dev.tenon.ir.pass.decomposition.image.BlockRule} sums blocks into images.
 */
@NullMarked
package dev.tenon.ir.pass.decomposition.image;

import org.jspecify.annotations.NullMarked;
