/**
 * Downloads files once, checks their hashes, and keeps them in Keras' cache folder. Reading starts
 * at {@link dev.tenon.formats.download.FileCache}; {@link dev.tenon.formats.download.Download}
 * describes a file, and {@link dev.tenon.formats.download.DownloadProgress} reports how far it is.
 * {@code TransferRetries}, {@code Transfer} and {@code PartFile} transfer the bytes and resume
 * after a break. {@code FirstSeen} keeps the hash of a file without a published one; {@code
 * TargetLock} lets only one process write a file.
 */
@NullMarked
package dev.tenon.formats.download;

import org.jspecify.annotations.NullMarked;
