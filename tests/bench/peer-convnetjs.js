// SPDX-License-Identifier: GPL-3.0-or-later
// ConvNetJS as a peer. Of bench-learning.c: answers each line "NETWORK BATCH SECONDS" with samples a second of training, or 0 for
// a network that it does not have. Of bench-convolution.c: W1 of peer.js, forward.
'use strict';

const convnetjs = require('convnetjs');
const peer = require('./peer.js');

const input = { type: 'input', out_sx: 10, out_sy: 10, out_depth: 1 };
const softmax = { type: 'softmax', num_classes: 10 };
const networks = {
  dense: [input, { type: 'fc', num_neurons: 32, activation: 'relu' }, softmax],
  convolution: [input, { type: 'conv', sx: 3, filters: 32, stride: 1, pad: 0, activation: 'relu' },
                { type: 'pool', sx: 4, stride: 4 }, softmax],
};

function measure(name, batch, seconds) {
  if (!networks[name])
    return 0;
  const net = new convnetjs.Net();
  net.makeLayers(networks[name].map(layer => ({ ...layer })));
  const trainer = new convnetjs.SGDTrainer(net, { method: 'sgd', learning_rate: 0.01, momentum: 0.9, batch_size: batch,
                                                  l2_decay: 0 });
  const images = [];
  for (let i = 0; i < 32; i++) {
    const image = new convnetjs.Vol(10, 10, 1, 0);
    for (let p = 0; p < 100; p++)
      image.w[p] = Math.random();
    images.push(image);
  }
  const train = n => {
    for (let i = 0; i < n; i++)
      trainer.train(images[i % 32], i % 10);
  };
  train(2000); // until it is compiled
  const begin = process.hrtime.bigint();
  let samples = 0, elapsed = 0;
  while (elapsed < seconds) {
    train(64);
    samples += 64;
    elapsed = Number(process.hrtime.bigint() - begin) / 1e9;
  }
  return samples / elapsed;
}

function makeConvolution() {
  const [height, width, channels, filters] = peer.works.w1;
  const layer = new convnetjs.ConvLayer({ in_sx: width, in_sy: height, in_depth: channels, sx: 3, filters, stride: 1, pad: 0 });
  const image = new convnetjs.Vol(width, height, channels, 0);
  for (let i = 0; i < height * width; i++)
    image.w[i] = peer.inputAt('w1', Math.floor(i / width), i % width, 0);
  layer.filters.forEach((filter, k) => {
    for (let i = 0; i < 9; i++)
      filter.w[i] = peer.weightAt('w1', k, Math.floor(i / 3), i % 3, 0);
  });
  return () => layer.forward(image, false);
}

const convolve = makeConvolution();

peer.serve(`ConvNetJS on Node ${process.version}`, line => {
  const words = line.split(' ');
  if (words[0] === 'w1')
    return peer.measure(convolve, Number(words[1]));
  if (line.startsWith('check w1')) {
    const result = convolve();
    return peer.checksum(result.w, result.sy, result.sx, result.depth);
  }
  return words.length === 3 ? measure(words[0], Number(words[1]), Number(words[2])) : NaN;
});
