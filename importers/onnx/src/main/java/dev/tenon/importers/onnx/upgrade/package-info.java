/**
 * Each operator as older opsets have it, brought to the newest: {@link
 * dev.tenon.importers.onnx.upgrade.OpsetUpgrades} lists the families. Operators of other domains
 * are written in ONNX's own here too.
 */
@NullMarked
package dev.tenon.importers.onnx.upgrade;

import org.jspecify.annotations.NullMarked;
