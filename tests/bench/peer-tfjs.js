// SPDX-License-Identifier: GPL-3.0-or-later
// TensorFlow.js as two peers of bench-convolution.c, one thread: "w2-cpu" is its backend in JavaScript, "w2-wasm" the one in
// WebAssembly. The result stays where the backend has it and is let go, so that its memory is used again.
'use strict';

const path = require('path');
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const peer = require('./peer.js');

// What takes a minute in JavaScript alone is not asked for again and again.
const cases = ['w1-cpu', 'w2-cpu', 'w1-wasm', 'w2-wasm', 'w3-wasm', 'w4-wasm'];
let prepared = null;

// (height, width, channels), then (3, 3, channels, filters): as TensorFlow wants them.
function makeTensors(work) {
  const [height, width, channels, filters] = peer.works[work];
  const input = peer.fill(height * width * channels, i => {
    const position = Math.floor(i / channels);
    return peer.inputAt(work, Math.floor(position / width), position % width, i % channels);
  });
  const weights = peer.fill(9 * channels * filters, i => {
    const tap = Math.floor(i / filters / channels);
    return peer.weightAt(work, i % filters, Math.floor(tap / 3), tap % 3, Math.floor(i / filters) % channels);
  });
  return [tf.tensor3d(input, [height, width, channels]), tf.tensor4d(weights, [3, 3, channels, filters]),
          tf.tensor1d(peer.newBiases(work))];
}

function convolve(work, [x, filter, bias]) {
  if (work !== 'w3')
    return tf.conv2d(x, filter, 1, 'valid');
  return tf.tidy(() => tf.maxPool(tf.fused.conv2d({ x, filter, strides: 1, pad: 'valid', bias, activation: 'relu' }), 2, 2,
                                  'valid'));
}

async function prepare(name) {
  if (prepared?.name === name)
    return;
  prepared?.tensors.forEach(tensor => tensor.dispose());
  prepared = null;
  await tf.setBackend(name.slice(3));
  await tf.ready();
  prepared = { name, work: name.slice(0, 2), tensors: makeTensors(name.slice(0, 2)) };
}

async function handle(line) {
  const words = line.split(' ');
  const checks = words[0] === 'check';
  const name = words[checks ? 1 : 0];
  if (!cases.includes(name))
    return NaN;
  await prepare(name);
  const { work, tensors } = prepared;
  if (!checks)
    return peer.measure(() => convolve(work, tensors).dispose(), Number(words[1]));
  const result = convolve(work, tensors);
  const sum = peer.checksum(result.dataSync(), ...result.shape);
  result.dispose();
  return sum;
}

wasm.setThreadsCount(1);
wasm.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/dist/');
peer.serve(`TensorFlow.js ${tf.version.tfjs} on Node ${process.version}, 1 thread`, handle);
