-- How far earlier runs came with what they read.
select *
from ops.intakes
