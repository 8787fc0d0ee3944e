/**
 * Downloads files once, checks their hashes, and keeps them in Keras' cache folder. Reading starts
 * at {@link dev.tenon.formats.download.FileCache}; {@link dev.tenon.formats.download.Download}
 * describes a file, and {@link dev.tenon.formats.download.DownloadProgress} reports how far it is.
 * {@code Fetching}, {@code Transfer} and {@code PartFile} transfer the bytes and resume after a
 * break. {@code FirstSeen} and {@code FileHash} check the hash; {@code TargetLock} lets only one
 * process write a file.
 */
@NullMarked
package dev.tenon.formats.download;

import org.jspecify.annotations.NullMarked;
