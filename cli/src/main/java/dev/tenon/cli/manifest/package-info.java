/**
 * Runs a command over a list of models, a JSON line each. {@link
 * dev.tenon.cli.manifest.ManifestRun} compares models with recordings, for {@code verify}; {@link
 * dev.tenon.cli.manifest.ConvertList} writes them in other formats, for {@code convert}.
 */
@NullMarked
package dev.tenon.cli.manifest;

import org.jspecify.annotations.NullMarked;
